"""Words that tell places apart: generic nouns, demonyms, what stands before a place or forbids one.

Tables of English usage only; names of places live in the gazetteer.
"""


def word_set(text: str) -> frozenset[str]:
    """The words of a text, white space apart."""
    return frozenset(text.split())


# A generic noun behind or before a name, and the kind of place it asks for.
KIND_AFTER = {
    "county": "admin2", "parish": "admin2", "borough": "admin2", "district": "admin2", "governorate": "admin1",
    "province": "admin1", "oblast": "admin1", "state": "admin1", "region": "admin1", "prefecture": "admin1",
    "department": "admin1", "canton": "admin1", "krai": "admin1", "republic": "admin1", "territory": "admin1",
    "raion": "admin2", "woreda": "admin2", "regency": "admin2", "division": "admin2", "tehsil": "admin2",
    "municipality": "admin2", "subdistrict": "admin2", "zone": "admin2", "commune": "admin2", "wilaya": "admin1",
    "township": "city", "village": "city", "town": "city", "city": "city", "settlement": "city", "suburb": "city",
    "neighborhood": "quarter", "neighbourhood": "quarter", "quarter": "quarter",
    "river": "river", "creek": "river", "canal": "river", "stream": "river", "lake": "lake", "reservoir": "lake",
    "sea": "sea", "ocean": "sea", "bay": "sea", "gulf": "sea", "strait": "sea", "straits": "sea", "channel": "sea",
    "harbor": "sea", "harbour": "sea", "island": "island", "islands": "island", "archipelago": "island",
    "peninsula": "region", "valley": "region", "plains": "region", "basin": "region", "desert": "desert",
    "mountain": "mountain", "mountains": "mountain", "hills": "mountain", "range": "mountain", "pass": "site",
    "camp": "camp", "crossing": "crossing", "checkpoint": "crossing", "airport": "site", "airfield": "airbase",
    "airbase": "airbase", "base": "airbase", "prison": "site", "park": "area", "forest": "area", "dam": "site",
    "heights": "region",
}  # fmt: skip
KIND_BEFORE = {
    "lake": "lake", "mount": "mountain", "mt.": "mountain", "mt": "mountain", "river": "river", "county": "admin2",
    "loch": "lake", "wadi": "river", "jebel": "mountain", "jabal": "mountain", "camp": "camp", "isle": "island",
    "fort": "airbase",
}  # fmt: skip
# "the town of X", "the Strait of X"
KIND_OF = {
    "city": "city", "town": "city", "village": "city", "hamlet": "city", "township": "city", "suburb": "city",
    "province": "admin1", "state": "admin1", "region": None, "district": "admin2", "county": "admin2",
    "governorate": "admin1", "republic": "country", "island": "island", "gulf": "sea", "strait": "sea", "bay": "sea",
    "sea": "sea", "port": "city", "capital": "city", "neighborhood": "quarter", "neighbourhood": "quarter",
    "kingdom": "country", "oblast": "admin1", "prefecture": "admin1", "department": "admin1",
}  # fmt: skip
# Generic nouns that belong to the name when capitalised, though the whole is in no list: "Neches River", "Ward Creek".
NATURE = word_set(
    """
    river creek lake bay island islands mountain mountains valley canal reservoir falls canyon peak ridge beach
    bayou pond brook fork cove harbor harbour forest park desert hills heights glacier wadi
    """
)
STREETS = word_set(
    """
    street st. avenue ave. road rd. drive boulevard blvd. lane parkway highway pike turnpike expressway freeway
    terrace crescent
    """
)
NUMBERED_ROADS = word_set("highway route interstate")

LOCATIVE = word_set(
    """
    in at near from to outside around toward towards across within through throughout inside into between via
    above below beyond surrounding neighboring neighbouring nearby reach reached visit visited visiting leave left
    leaving off
    """
)
IN_PLACES = word_set(
    """
    in near outside across into towards toward inside throughout around within surrounding nearby northern
    southern eastern western central northeastern northwestern southeastern southwestern downtown
    """
)
# What is done to places: "the rebels entered X", "shells hit X".
DONE_TO_PLACES = word_set(
    """
    enter leave reach capture recapture retake seize overrun shell bomb attack raid storm hit strike shake rock
    besiege surround liberate visit flee cross control hold bombard invade occupy pound lose encircle abandon
    evacuate tour burn torch loot sack rocket strafe mine annex retook left held shook struck quit flatten
    devastate ravage engulf shut approach near patrol
    """
)
MOVED_OR_STRUCK = word_set(
    """
    entered reached left fled shelled bombed raided stormed attacked captured recaptured retook seized overran hit
    struck shook besieged surrounded liberated visited crossed controlled held occupied burned shell bomb raid
    enter reach
    """
)
DONE_ON_PLACES = word_set(
    """
    fall rain advance march fly land fire drop close attack raid strike strikes assault converge descend grip
    siege offensive circle hover blockade air-strike airstrike bombardment shelling crackdown
    """
)
# "the siege of X", "residents of X"
OF_PLACES = word_set(
    """
    siege battle residents resident people city town village capital capture fall outskirts edge bank banks part
    parts north south east west northeast northwest southeast southwest centre center streets suburbs suburb mayor
    governor bishop archbishop invasion coast region port population province district control evacuation bombing
    bombardment shelling island university republic state outside bureau areas area villages neighborhood
    neighbourhood border occupation liberation diocese archdiocese county road square kilometers miles km side
    shores shore gates
    """
)
DIRECTIONS = {
    "northern": (1, 0), "north": (1, 0), "southern": (-1, 0), "south": (-1, 0), "eastern": (0, 1), "east": (0, 1),
    "western": (0, -1), "west": (0, -1), "northeastern": (0.7, 0.7), "northeast": (0.7, 0.7),
    "north-eastern": (0.7, 0.7), "north-east": (0.7, 0.7), "northwestern": (0.7, -0.7), "northwest": (0.7, -0.7),
    "north-western": (0.7, -0.7), "north-west": (0.7, -0.7), "southeastern": (-0.7, 0.7), "southeast": (-0.7, 0.7),
    "south-eastern": (-0.7, 0.7), "south-east": (-0.7, 0.7), "southwestern": (-0.7, -0.7),
    "southwest": (-0.7, -0.7), "south-western": (-0.7, -0.7), "south-west": (-0.7, -0.7),
}  # fmt: skip
PARTS = DIRECTIONS.keys() | {
    "central",
    "upper",
    "lower",
    "greater",
    "downtown",
    "mainland",
    "rural",
    "occupied",
    "nearby",
}

TITLES = word_set(
    """
    mr. mrs. ms. miss dr. prof. sir lady lord sen. rep. gov. gen. lt. col. maj. capt. cpl. sgt. pvt. rev. fr.
    judge justice sheriff officer detective deputy chief sergeant captain lieutenant general colonel major
    president minister senator representative congressman congresswoman governor mayor chancellor secretary
    professor king queen prince princess pope bishop archbishop cardinal imam sheikh ayatollah coach dean
    superintendent commissioner attorney councilman councilwoman mr mrs ms dr prof sen rep gov gen lt col sgt rev
    spokesman spokeswoman spokesperson ambassador admiral commander brother sister inspector constable director
    """
)
# What an organisation's name may hold beside the place that it is of: "Kabul Police", "University of Kentucky".
BODIES_OF_A_PLACE = word_set(
    """
    police sheriff department fire university college school schools county city state government court courts
    council parliament assembly ministry embassy hospital airport district office board commission authority
    prosecutor army military navy force forces guard health education public bureau division center centre station
    library museum jail prison chamber high elementary middle technical community international national regional
    medical general central supreme superior circuit municipal provincial metropolitan transportation parks
    recreation services service emergency rescue legislature senate house supervisors commissioners association
    society federation union institute academy command peninsula club symphony zoo
    """
)
# An organisation with one of these in its name is a paper, firm or team, and no place is meant.
NO_PLACE_IN = word_set(
    """
    times post herald tribune gazette journal news globe chronicle star observer guardian examiner register press
    inc inc. corp corp. corporation ltd ltd. llc plc company co. bank group holdings airlines airways motors
    tigers lions bears eagles hawks bulldogs wildcats cowboys rangers raiders giants united wanderers rovers
    athletic fc bulls knights chiefs royals cardinals pirates braves senators republicans democrats times-news
    star-telegram sun-times bureau-journal hilton accord accords protocol convention treaty hotel inn
    """
)

# Never a place when it stands alone without help: words, months, names of people and things that some town bears.
COMMON = word_set(
    """
    a an the of and or but if as at by for from in into on to with he she it we you they his her our your their
    this that these those who what when where why how all any some no not yes god lord man men woman women boy
    girl son sons police army navy force union party house senate congress council court state states city town
    county village district province region nation country north south east west northern southern eastern western
    central upper lower middle new old great big little high low long short good best early late first second
    third one two three four five six seven eight nine ten monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november december spring summer
    autumn winter day night morning evening week month year today street road avenue park lake river hill mountain
    bridge church school college university hospital center centre station airport hotel bank market mall club
    board office department ministry general major captain colonel sergeant president minister chief king queen
    prince sheriff judge attorney mayor senator officer doctor mother father brother sister sun star moon green
    white black red blue brown gray grey gold silver rose lily grace hope faith joy liberty freedom independence
    justice peace unity victory enterprise commerce progress reform energy gas oil water fire ice snow wind rain
    bell price rice bush ford carter clinton reagan obama trump biden bishop pope baker cook hunter mason miller
    smith jones davis wilson taylor moore thomas martin lee walker hall allen young wright scott adams nelson
    campbell mitchell roberts turner phillips parker evans edwards collins stewart morris murphy rogers reed
    morgan cooper peterson bailey kelly howard ward cox richardson wood watson brooks bennett james hughes myers
    foster sanders ross powell perry butler barnes fisher henderson coleman simmons patterson jordan reynolds
    hamilton graham sullivan wallace woods cole owens marshall ellis harrison mcdonald crawford henry warren dixon
    hunt hicks holmes palmer wagner robertson stone shaw gordon daniel daniels paul peter john joseph david
    charles george edward robert william mary anna maria jose juan luis carlos ali ahmed ahmad hassan hussein omar
    said mohammed muhammad abdullah ibrahim khan singh kumar wang li chen kim ban ki bar bay bath reading mobile
    sale deal much most ham sandwich nice male buy mali-uranium normal eden home bow box sure are can see go going
    say says tell sunni shia muslim christian jewish islam islamic taliban catholic american british french german
    english media internet web google facebook twitter reuters associated press times post news daily tribune
    herald gazette journal page article photo story interior defense defence foreign security national
    international federal local public private united nations european african asian arab world global democrat
    democrats republican republicans labor labour liberal conservative opposition parliament assembly coalition
    alliance front movement league federation bureau agency santa san los las la el al de del mount saint st fort
    port cape point rock eagle bear wolf fox lion tiger hawk crown corner cross globe summit premier royal
    imperial elite apple orange cherry lemon olive ash oak pine elm cedar maple laurel willow forest field meadow
    valley glen dale heath moor marsh island isle beach shore coast cliff canyon desert plain plains prairie ranch
    farm mill mine well wells springs falls pool pond creek brook bend fork ferry landing harbor harbour haven
    grove garden gardens ridge view vista heights crest hills mountains online email mail super bowl cup open
    masters series game games days battle trek bee burns rush goes beg bella era ore una dolly mini ace max ray
    dean drake lance earl duke baron count guy rusty rich frank barry chase grant pat mark will art bill bob jim
    joe tom tim dan ben sam jack luke adam eve virgin angels giant giants jet jets ram rams bull bulls buck bucks
    heat magic thunder storm wild kings avalanche delta omega alpha sigma chi kappa phi beta gamma theta
    interstate route highway exit titan metro act supreme superior northeast northwest southeast southwest midland
    lincoln legacy pioneer patriot triumph victoria regina war committee camp base command air land sea space
    history science nature culture law order human rights nato opec asean ecowas unicef unesco interpol covid
    christmas easter ramadan eid bitcoin olympic olympics admiral special task mission operation project program
    programme plan treaty accord agreement pact charter constitution revolution republic democracy kingdom empire
    dynasty colony mandate trust fund jesus christ allah buddha bible koran torah claus ismaili grand knesset
    """
)
# Bodies, makes and names that some town bears too and that no news means by the town.
NEVER = word_set(
    """
    hamas hezbollah duma nato toyota honda superior supreme human jesus christ allah isis isil fatah taliban
    knesset haaretz reuters xinhua interpol ismaili ford chrysler boeing lockheed kawasaki suzuki mercedes volvo
    nokia siemens act metro catholic islam god lord medicare medicaid facebook google twitter congress senate
    parliament
    """
)
DEMONYMS = word_set(
    """
    afghan afghans albanian albanians algerian algerians american americans angolan argentine argentinian armenian
    armenians australian australians austrian azerbaijani azeri bahraini bangladeshi belarusian belgian beninese
    bhutanese bolivian bosnian botswanan brazilian british briton britons bulgarian burkinabe burmese burundian
    cambodian cameroonian canadian canadians chadian chilean chinese colombian congolese croatian croat croats
    cuban cypriot czech danish dane danes dominican dutch ecuadorian egyptian egyptians emirati english eritrean
    estonian ethiopian ethiopians european europeans fijian filipino filipinos finnish french frenchman gabonese
    gambian georgian georgians german germans ghanaian greek greeks grenadian guatemalan guinean guyanese haitian
    haitians honduran hungarian icelandic indian indians indonesian indonesians iranian iranians iraqi iraqis
    irish irishman israeli israelis italian italians ivorian jamaican japanese jordanian jordanians kazakh kenyan
    kenyans korean koreans kosovar kurd kurds kurdish kuwaiti kyrgyz laotian latvian lebanese liberian libyan
    libyans lithuanian macedonian malagasy malawian malaysian malian maltese mauritanian mexican mexicans moldovan
    mongolian montenegrin moroccan mozambican namibian nepalese nepali nicaraguan nigerian nigerians nigerien
    norwegian omani pakistani pakistanis palestinian palestinians panamanian paraguayan peruvian polish portuguese
    qatari romanian roma russian russians rwandan rwandans salvadoran samoan saudi saudis scottish scot scots
    senegalese serb serbs serbian singaporean slovak slovene slovenian somali somalis sudanese surinamese swazi
    swedish swede swiss syrian syrians taiwanese tajik tajiks tamil tanzanian thai thais tibetan tibetans togolese
    tunisian turk turks turkish turkmen ugandan ugandans ukrainian ukrainians uruguayan uzbek uzbeks venezuelan
    vietnamese welsh yemeni yemenis zambian zimbabwean chechen chechens ingush ossetian ossetians abkhaz abkhazian
    crimean tatar tatars uighur uighurs uyghur uyghurs rohingya hutu hutus tutsi tutsis yazidi yazidis druze
    alawite alawites pashtun pashtuns baloch hazara hazaras sikh sikhs kashmiri catalan basque tigrayan tigrayans
    oromo amhara amharas berber tuareg zulu maori inuit texan californian hawaiian african africans asian asians
    arab arabs latino hispanic sinhalese houthi houthis
    """
) - {"amhara"}
# Nouns that people put behind the name of a place: "a Fargo man", "Chiefland police".
FOLLOWERS = word_set(
    """
    police man woman men women couple resident residents mayor native officials official councilman councilwoman
    councillor councillors firefighters firefighter city county area town village district neighborhood
    neighbourhood suburb metro airport hospital school schools high elementary middle university college court
    courthouse jail prison downtown region province state governor sheriff department fire chief clerk attorney
    prosecutor prosecutors authorities government parliament lawmakers legislature legislators voters teen
    teenager student students family families boy girl driver landlord businessman lawyer judge parents mosque
    church cathedral stadium museum river valley bay coast border port harbor harbour suburbs outskirts parks
    parish community office council commissioners supervisors
    """
)
SEATS = frozenset({"White House", "Kremlin", "Pentagon", "Downing Street", "Wall Street", "Hollywood", "Capitol Hill"})
SAYING = word_set(
    """
    say tell announce accuse warn deny claim urge call demand condemn vow pledge threaten reject insist hope want
    agree refuse decide confirm declare criticize criticise welcome support oppose back impose sign send offer
    consider seek believe express propose plan order recall expel ban withdraw recognize recognise negotiate
    retaliate respond deploy invade attack bomb annex ask require expect suspend cut lift sanction suggest
    describe blame promise launch fire maintain argue admit acknowledge appeal grant provide supply help approve
    ratify sue
    """
)
GOVERNMENT_NOUNS = word_set(
    """
    government decision policy ambassador army military president minister ministry parliament leader leaders
    envoy stance position demand demands officials official troops forces foreign claim claims offer ties
    relations support nuclear sanctions
    reply response answer statement announcement threat threats refusal warning intentions ambitions involvement
    backing pressure proposal efforts strategy diplomacy
    """
)
