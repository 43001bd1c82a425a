"""Who fills the slots of the grammar: lists of kinds of actors, places and times, in our own words.

A slot such as `@gov` draws one of these phrases; phrases may hold further slots. `@state` and `@dem` are drawn by
`expand`, which keeps the states of one sentence apart.
"""

STATES = """Albania/Albanian Algeria/Algerian Angola/Angolan Argentina/Argentine Armenia/Armenian Australia/Australian
Austria/Austrian Azerbaijan/Azerbaijani Bahrain/Bahraini Bangladesh/Bangladeshi Belarus/Belarusian Belgium/Belgian
Benin/Beninese Bolivia/Bolivian Bosnia/Bosnian Botswana/Botswanan Brazil/Brazilian Britain/British Bulgaria/Bulgarian
Burundi/Burundian Cambodia/Cambodian Cameroon/Cameroonian Canada/Canadian Chad/Chadian Chile/Chilean China/Chinese
Colombia/Colombian Congo/Congolese Croatia/Croatian Cuba/Cuban Cyprus/Cypriot Denmark/Danish Ecuador/Ecuadorean
Egypt/Egyptian Eritrea/Eritrean Estonia/Estonian Ethiopia/Ethiopian Finland/Finnish France/French Georgia/Georgian
Germany/German Ghana/Ghanaian Greece/Greek Guatemala/Guatemalan Guinea/Guinean Haiti/Haitian Honduras/Honduran
Hungary/Hungarian Iceland/Icelandic India/Indian Indonesia/Indonesian Iran/Iranian Iraq/Iraqi Ireland/Irish
Israel/Israeli Italy/Italian Jamaica/Jamaican Japan/Japanese Jordan/Jordanian Kazakhstan/Kazakh Kenya/Kenyan
Kosovo/Kosovan Kuwait/Kuwaiti Laos/Laotian Latvia/Latvian Lebanon/Lebanese Liberia/Liberian Libya/Libyan
Lithuania/Lithuanian Malaysia/Malaysian Mali/Malian Malta/Maltese Mexico/Mexican Moldova/Moldovan Mongolia/Mongolian
Morocco/Moroccan Mozambique/Mozambican Myanmar/Burmese Namibia/Namibian Nepal/Nepalese Nicaragua/Nicaraguan
Niger/Nigerien Nigeria/Nigerian Norway/Norwegian Oman/Omani Pakistan/Pakistani Panama/Panamanian Paraguay/Paraguayan
Peru/Peruvian Poland/Polish Portugal/Portuguese Qatar/Qatari Romania/Romanian Russia/Russian Rwanda/Rwandan
Senegal/Senegalese Serbia/Serbian Singapore/Singaporean Slovakia/Slovak Slovenia/Slovene Somalia/Somali Spain/Spanish
Sudan/Sudanese Sweden/Swedish Switzerland/Swiss Syria/Syrian Tajikistan/Tajik Tanzania/Tanzanian Thailand/Thai
Tunisia/Tunisian Turkey/Turkish Uganda/Ugandan Ukraine/Ukrainian Uruguay/Uruguayan Uzbekistan/Uzbek
Venezuela/Venezuelan Vietnam/Vietnamese Yemen/Yemeni Zambia/Zambian Zimbabwe/Zimbabwean Afghanistan/Afghan"""

MORE_STATES = (
    ("the United States", "American"), ("the United States", "U.S."), ("the US", "US"), ("the U.S.", "U.S."),
    ("Washington", "U.S."), ("Saudi Arabia", "Saudi"), ("South Africa", "South African"), ("North Korea", "North Korean"),
    ("South Korea", "South Korean"), ("the Philippines", "Philippine"), ("the Netherlands", "Dutch"),
    ("Sri Lanka", "Sri Lankan"), ("Ivory Coast", "Ivorian"), ("Burkina Faso", "Burkinabe"), ("the Soviet Union", "Soviet"),
    ("Yugoslavia", "Yugoslav"), ("New Zealand", "New Zealand"), ("South Sudan", "South Sudanese"),
    ("the United Arab Emirates", "Emirati"), ("Sierra Leone", "Sierra Leonean"), ("Costa Rica", "Costa Rican"),
    ("El Salvador", "Salvadoran"), ("the Czech Republic", "Czech"), ("Papua New Guinea", "Papuan"),
    ("the U.K.", "British"), ("the UK", "UK"), ("Moscow", "Russian"), ("Beijing", "Chinese"), ("Tehran", "Iranian"),
    ("Ankara", "Turkish"), ("Kabul", "Afghan"), ("the North", "North Korean"), ("Palestine", "Palestinian"),
    ("the Palestinians", "Palestinian"), ("Taiwan", "Taiwanese"),
)  # fmt: skip

FIRST = """Amina Carlos Ivan Leila Tomas Yusuf Grace Peter Nadia Omar Elena Kofi Hassan Maria Viktor Chen Li Wei Rajesh
Sunil Anna Joao Pedro Fatima Ahmed Ibrahim John Mary Samuel Ngozi Abdul Karim Sofia Milan Petra Hiroshi Keiko Park Nguyen
Luis Rosa James Susan David Ruth Emmanuel Aung Somchai Mehmet Ayse Jan Ingrid Lars Pavel Olga Dmitri Zoran Marta Idris Salma
Michael Robert Linda Simon Claire Pierre Hans Bjorn""".split()

LAST = """Diallo Mendez Petrov Haddad Novak Okafor Mensah Rahman Ortega Silva Costa Ivanov Kowalski Tanaka Sato Kim Tran Sharma
Patel Singh Khan Malik Hussein Osman Kamau Mwangi Banda Moyo Dlamini Nkomo Adeyemi Bello Traore Keita Sesay Kamara Hansen
Berg Lindqvist Virtanen Muller Weber Rossi Moretti Dubois Laurent Garcia Lopez Rojas Vargas Quispe Santos Reyes Cruz
Aquino Suryadi Wijaya Lim Yilmaz Demir Aydin Petrosyan Aliyev Nazarov Karimov Bekov Tadesse Abebe Warsame Saleh Mansour
Khoury Cohen Levi Johnson Miller Walsh Murphy Campbell Stewart Hughes Clarke Edwards Thompson Baker""".split()

TOWNS = """Aleppo Mosul Basra Kandahar Herat Goma Bukavu Kisumu Mombasa Gao Timbuktu Maiduguri Jos Kano Benghazi Misrata
Sirte Gondar Mekelle Juba Malakal Wau Kassala Aden Taiz Hodeida Homs Idlib Raqqa Tyre Sidon Hebron Jenin Nablus Grozny
Donetsk Kharkiv Odesa Mariupol Lviv Tuzla Mostar Vukovar Mitrovica Osh Kunduz Quetta Peshawar Karachi Srinagar Imphal
Jaffna Dili Ambon Marawi Davao Sittwe Mandalay Pattani Medan Cali Medellin Arequipa Cusco Potosi Oaxaca Acapulco Tijuana
Managua Colon Kingston Belfast Derry Marseille Naples Bilbao Hamburg Rotterdam Malmo Gdansk Chicago Detroit Houston
Atlanta Portland Oakland Sydney Lahore Lagos Nairobi Geneva Vienna Doha Jakarta""".split()

PLACES = (
    *["@town"] * 6, "@state", "@state", "the north of @state", "eastern @state", "southern @state", "@dem territory",
    "the border area", "the capital", "the Gaza Strip", "the West Bank", "Kashmir", "Darfur", "Nagorno-Karabakh",
    "the Donbas", "a disputed valley", "the Golan Heights", "the port of @town", "@town province", "the @town region",
    "the outskirts of @town", "a village near @town", "the city of @town", "the hills around @town", "northwest @state",
    "West Africa", "the Balkans", "the Horn of Africa", "the Caucasus", "a demilitarised zone", "the island",
)  # fmt: skip

SLOTS: dict[str, tuple[str, ...]] = {
    "town": tuple(TOWNS),
    "place": PLACES,
    "person": (
        "@first @last", "@first @last", "@first @last", "@first @last, a teacher", "a former mayor", "@first @last, 34",
        "the businessman @first @last", "a retired general", "a local man", "writer @first @last", "@last", "a former minister",
        "the singer @first @last", "a bank manager", "former president @first @last", "a student named @first @last",
        "the founder of @co", "a 52-year-old man", "a woman from @town", "Dr. @last", "the bishop of @town",
    ),
    "lead": (
        "President @first @last", "President @last", "Prime Minister @first @last", "@state's president",
        "@state's prime minister", "the @dem president", "the @dem prime minister", "the @dem foreign minister",
        "@dem President @first @last", "@dem Prime Minister @first @last", "@dem Foreign Minister @first @last",
        "@dem Defence Minister @last", "@first @last", "@last", "the king of @state", "Chancellor @last", "the @dem leader",
        "the secretary of state", "the @dem ambassador", "Secretary-General @first @last", "the governor of @town",
        "the mayor of @town", "Senator @first @last", "US Secretary of State @first @last", "U.S. envoy @first @last",
        "@state's foreign minister", "the president", "the prime minister", "the @dem interior minister", "Crown Prince @first",
        "Foreign Minister @first @last", "the @dem defence secretary", "Minister of Trade @first @last", "King @first",
        "the @dem deputy foreign minister", "@state's leader", "the pope", "General @last", "the @dem vice president",
        "@first @last, the @dem finance minister,", "the speaker of parliament", "the archbishop of @town",
        "@dem lawmakers", "a @dem minister", "a senior @dem official", "European Council president @first @last",
    ),
    "gov": (
        "@state", "@state", "@state", "@state", "the @dem government", "the @dem government", "the government of @state",
        "@state's government", "the @dem foreign ministry", "the @dem authorities", "@dem authorities", "the government",
        "the authorities in @town", "@state's foreign ministry", "the military government of @state", "the @dem cabinet",
        "the junta in @state", "the @dem defence ministry", "President @last's government", "@dem officials", "the Kremlin",
        "the White House", "the Pentagon", "the U.S. State Department", "the @town city council", "the @dem interior ministry",
        "the state government of @town", "the European Union", "the European Commission", "@state and @state", "the regime",
        "the administration of President @last", "the Trump administration", "the @dem government in @town", "the US government",
        "the Interior Ministry", "the U.S. government", "the Palestinian Authority", "the Taliban government", "the ministry",
    ),
    "igo": (
        "the United Nations", "the U.N.", "the UN", "the UN Security Council", "the European Union", "the EU", "NATO",
        "the African Union", "the Arab League", "the World Bank", "ASEAN", "the International Monetary Fund", "UNICEF",
        "the Organization of American States", "the International Criminal Court", "the U.N. Human Rights Council",
        "the International Atomic Energy Agency", "the West African bloc", "the UN refugee agency", "OPEC", "the OSCE",
        "the World Health Organization", "the European Parliament", "the UN secretary-general", "the European Commission",
    ),
    "reb": (
        "@dem rebels", "the rebels", "the Taliban", "Hamas", "Hezbollah", "al-Shabab", "Boko Haram", "the Houthis", "ISIS",
        "Islamic State", "al-Qaeda", "the guerrillas", "@dem separatists", "@dem militants", "the Tamil Tigers", "the FARC",
        "the insurgents", "Kurdish fighters", "the Free Syrian Army", "Maoist rebels", "a separatist group", "the militia",
        "rebels in @town", "@dem insurgents", "the Lord's Resistance Army", "fighters loyal to @first @last", "the warlord",
        "Islamist militants", "the Islamic State group", "Palestinian militants", "the Kurdistan Workers' Party",
    ),
    "army": (
        "the @dem army", "@dem troops", "@dem forces", "@dem soldiers", "government forces", "the army", "the @dem military",
        "@state's army", "the @dem navy", "the @dem air force", "government troops", "security forces", "NATO forces",
        "coalition troops", "the @dem armed forces", "@dem marines", "U.S. troops", "border guards", "the military",
        "the National Guard", "the Israeli army", "peacekeepers", "Iraqi forces", "the Israel Defense Forces", "the IDF",
    ),
    "police": (
        "police", "the police", "@dem police", "police in @town", "the @dem police", "security forces", "the FBI",
        "plainclothes officers", "the @dem authorities", "the secret police", "immigration officers", "riot police",
        "military police", "the @dem intelligence service", "@dem security agents", "customs officers", "the coast guard",
        "federal agents", "the state police", "border guards", "anti-terror police", "the security service", "@town police",
    ),
    "court": (
        "a court", "a @dem court", "a court in @town", "the Supreme Court", "a judge", "a federal judge", "the high court",
        "@state's supreme court", "a military tribunal", "an appeals court", "the constitutional court", "a @dem judge",
        "a district court in @town", "the UN war crimes tribunal", "the International Criminal Court", "a @town judge",
        "a U.S. federal court", "the @dem Supreme Court", "the regional court in @town", "a magistrate",
    ),
    "prosec": (
        "prosecutors", "@dem prosecutors", "a prosecutor", "the public prosecutor", "the attorney general", "federal prosecutors",
        "the Justice Department", "a special prosecutor", "prosecutors in @town", "anti-corruption investigators", "detectives",
        "the @dem attorney general", "the state auditor", "the ombudsman", "tax inspectors", "the financial regulator",
    ),
    "ngo": (
        "the Red Cross", "Amnesty International", "Human Rights Watch", "a relief agency", "Doctors Without Borders", "Oxfam",
        "Greenpeace", "a @dem charity", "rights groups", "aid agencies", "the Catholic Church", "a human rights group",
        "Save the Children", "a women's group", "the American Civil Liberties Union", "the World Food Programme", "a church group",
    ),
    "co": (
        "Volkswagen", "Shell", "Boeing", "a mining company", "the oil company", "Google", "Facebook", "Amazon", "Siemens", "Nestle",
        "a textile factory", "Chevron", "a @dem bank", "the state railway", "a cement maker", "Huawei", "the airline", "Samsung",
        "@last & Sons", "a shipping line", "the power utility", "Deutsche Bank", "General Motors", "a pharmaceutical company",
        "a copper mine in @place", "a construction firm", "Uber", "the national airline", "Walmart", "Gazprom", "the bus company",
    ),
    "opp": (
        "the opposition", "opposition parties", "the @dem opposition", "the Liberal Party", "the main opposition party",
        "the Social Democrats", "opposition lawmakers", "the Muslim Brotherhood", "a Kurdish party", "the Green party",
        "Republicans", "Democrats", "the Labour Party", "a far-right party", "the Communist Party", "opposition leader @first @last",
        "the Congress party", "the party of @first @last", "dissidents", "trade unions", "the Movement for Change",
    ),
    "opp2": (
        "an opposition leader", "opposition leader @first @last", "@num activists", "the head of a rights group", "dissidents",
        "@num members of the opposition", "a union leader", "student leaders", "a @dem dissident", "a well-known blogger",
        "a former minister", "the editor of a newspaper", "@num lawyers", "monks", "an opposition lawmaker", "party members",
        "@first @last, an opposition politician", "@num trade union leaders", "the leader of the banned party",
    ),
    "crowd": (
        "protesters", "students", "thousands of people", "demonstrators", "farmers", "teachers", "@num people", "activists",
        "hundreds of students", "miners", "opposition supporters", "residents of @town", "tens of thousands of demonstrators",
        "women's groups", "monks", "refugees", "angry crowds", "pensioners", "villagers", "doctors and nurses", "truck drivers",
        "environmental activists", "supporters of @first @last", "@dem protesters", "relatives of the missing", "a crowd of @num",
    ),
    "crowd2": (
        "workers", "teachers", "dockers", "nurses", "miners", "truck drivers", "civil servants", "bus drivers", "@num workers",
        "railway workers", "doctors", "pilots", "garment workers", "teachers in @town", "oil workers", "the union", "postal staff",
        "hospital staff", "journalists", "airport workers", "factory workers", "@dem coal miners", "leaders of the teachers' union",
    ),
    "civ": (
        "@num prisoners", "two journalists", "a @dem journalist", "@num political prisoners", "a @dem engineer", "three students",
        "@num hostages", "@num fishermen", "a @dem businessman", "the crew of a ship", "two aid workers", "a lawyer", "@num migrants",
        "a @dem tourist", "a blogger", "@num @dem soldiers", "a human rights activist", "an American citizen", "a @dem woman",
        "a jailed poet", "two German tourists", "a doctor", "@num detainees", "@first @last", "a @dem academic", "captured soldiers",
        "a @dem pilot", "@num villagers", "the detained reporters", "a former official", "@num UN peacekeepers",
    ),
    "civ2": (
        "refugees", "civilians", "villagers", "@dem migrants", "displaced families", "flood victims", "@num families", "nomads",
        "@num civilians", "asylum seekers", "Roma families", "children", "earthquake survivors", "Rohingya refugees", "the wounded",
    ),
    "vic": (
        "two soldiers", "@num civilians", "a policeman", "@num people", "a reporter", "three farmers", "@num worshippers", "a judge",
        "a schoolteacher", "@num aid workers", "a @dem officer", "two policemen", "a @dem diplomat", "five UN peacekeepers", "a priest",
        "@num villagers", "a Palestinian teenager", "an opposition politician", "a shopkeeper", "@num passengers", "a tribal elder",
        "@first @last", "a 17-year-old boy", "@num pilgrims", "a family of four", "@num protesters", "his wife", "a mayor",
    ),
    "arm": (
        "gunmen", "@reb", "@reb", "@army", "@army", "unidentified gunmen", "attackers", "@dem troops", "armed men", "a gunman", "settlers",
        "masked men", "bandits", "a death squad", "militiamen", "police", "@dem militants", "pirates", "a mob", "snipers", "a lone attacker",
        "armed herdsmen", "the drug cartel", "paramilitaries",
    ),
    "media": (
        "a newspaper", "two newspapers", "an opposition newspaper", "a television station", "Al Jazeera", "a radio station", "the BBC",
        "the daily @last", "a news website", "Twitter", "an independent daily", "@dem newspapers", "a private broadcaster", "a magazine",
    ),
    "law": (
        "a new pension law", "the budget cuts", "a rise in fuel prices", "the new constitution", "a security bill", "an anti-terror law",
        "@state's nuclear programme", "the arrest of @person", "the war in @place", "corruption", "the rigged election", "police violence",
        "the government's reforms", "a hydroelectric dam", "coronavirus rules", "a plan to close schools", "the killing of @vic",
        "the settlement policy", "plans for a nuclear plant", "a peace plan by @lead", "military rule", "@state's military exercises",
        "the annexation of @place", "a trade deal with @state", "the decision to move the embassy", "new visa rules", "the siege of @place",
    ),
    "parl": (
        "parliament", "the parliament", "the Senate", "the @dem parliament", "Congress", "lawmakers", "the House of Representatives",
        "the U.S. Congress", "the national assembly", "the upper house", "a parliamentary committee", "the European Parliament",
        "the Knesset", "@dem lawmakers", "the lower house", "the state legislature",
    ),
    "any": ("@gov", "@gov", "@gov", "@gov", "@lead", "@lead", "@lead", "@lead", "@igo", "@reb", "@opp", "@ngo"),
    "any2": ("@gov", "@gov", "@gov", "@reb", "@army", "@police", "@lead"),
    "money": (
        "$2 million", "$340 million", "20 million euros", "a billion dollars", "$500,000", "£3 million", "€60 million", "$1.2 billion",
        "five million dollars", "30 million pounds", "$49m", "200 million kroner",
    ),
    "num": (
        "two", "three", "five", "a dozen", "20", "35", "46", "hundreds of", "dozens of", "100", "at least 12", "several", "more than 300",
        "some 1,500", "nearly 4,000", "seven", "eleven", "about 60", "ten", "four", "six", "thousands of",
    ),
    "when": (
        *[""] * 9, "on Monday", "on Tuesday", "on Wednesday", "on Thursday", "Friday", "late on Saturday", "on Sunday", "yesterday",
        "last week", "last month", "in March", "early this morning", "overnight", "this week", "on 4 October 2007", "in 1991", "today",
        "over the weekend", "earlier this year", "for a second day", "again", "last year", "in recent days", "on June 12", "at the weekend",
    ),
}  # fmt: skip

BEFORE = (
    "@TOWN (Reuters) - ", "@TOWN, March 3 - ", "@TOWN -- ", "Meanwhile, ", "In a separate development, ", "On Tuesday, ", "Last week, ",
    "In 2011, ", "Earlier, ", "Hours later, ", "However, ", "Officials said ", "According to state media, ", "It was reported that ",
    "In addition, ", "After weeks of tension, ", "In a rare move, ", "Later on Thursday, ", "State television said ", "But ",
    "As talks with @igo dragged on, ", "A day after @lead met @lead, ", "Amid a dispute with @state, ", "While @opp called for calm, ",
    "On 12 May 1988, ", "A spokesman for @igo said ", "Speaking in @town, a minister said ", "In the latest sign of tension, ",
    "Days after fighting in @place, ", "Despite a warning from @state, ", "@lead said ", "Reports from @place say ",
)  # fmt: skip

AFTER = (
    ", officials said", ", state media reported", ", a spokesman said on Monday", ", according to @igo", ", the ministry said",
    ", witnesses said", " amid growing tension over @place", ", days after @lead visited @state", ", a local newspaper reported",
    ", despite protests from @opp", " as part of a wider plan", ", in a move welcomed by @igo", ", two sources told Reuters",
    " following an attack in @place", ", after talks with @state failed", ", a move that angered @state", " because of human rights concerns",
    ", its first such step in ten years", " over the dispute with @state", ", raising fears of a wider conflict", " in a bid to ease the crisis",
    ", according to documents seen by reporters", " after an earthquake killed hundreds", ", which has ruled since 1994", " for humanitarian reasons",
    ", a report by @ngo said", " while @lead was abroad", ", the news agency said", ", saying it had no choice", " in response to a bombing in @town",
)  # fmt: skip
