"""The words that carry a statement, and in which frames they do.

Own work, from knowledge of English news prose. A word is listed with the frames in which it hands its complement over
as the content of a statement; whether a frame is kept was decided by looking at how reports use the word.

Frames of a verb
    clause     "said (that) it rained", "asked whether", and quotations
    quote      carries a quotation but no bare clause: "he smiled", "she went on"
    told       as clause, with a listener who is no part of the content: "told reporters that"
    object     "denied the charge": the object is the content
    to         "vowed to fight"
    urged      "urged him to leave": listener and act are the content
    named      "called it a sham", "described the raid as brutal"
    for, on .. the phrase behind that preposition: "called for talks"
    passive    "is expected to", "was accused of", "is believed to"
"""

SAID, BELIEVED, DENIED, PROMISED, THREATENED, DEMANDED, ACCUSED, PRAISED, ASKED = (
    "said", "believed", "denied", "promised", "threatened", "demanded", "accused", "praised", "asked",
)  # fmt: skip

_CLAUSE = """
say add note argue suggest insist explain claim acknowledge declare state warn indicate conclude reveal admit predict
recall assert concede contend estimate allege confirm remark maintain caution boast proclaim testify reiterate stress
emphasize emphasise underscore underline profess stipulate theorize posit opine quip joke lament gripe grumble complain
muse speculate reckon observe announce report tweet retweet write post blog text email respond reply retort rejoin
counter answer exclaim shout yell scream cry whisper mutter murmur interject interrupt intone chant declare disclose
divulge clarify elaborate specify summarize paraphrase imply hint intimate insinuate signal forecast project foresee
prophesy postulate hypothesize rule decree affirm avow swear attest certify verify vouch repeat echo recount relate
narrate confess deny disagree object protest concur agree counsel recommend propose demand plead beg implore urge
command order instruct mandate demonstrate show find establish prove determine deduce infer surmise guess suspect
believe think fear hope wish worry doubt expect anticipate assume presume feel figure suppose imagine fancy consider
know realize recognize understand discover learn decide pledge promise vow threaten guarantee assure wonder ask query
question inquire enquire rant rave fume scoff sneer snap snort bark bellow thunder enthuse gush rejoice marvel
decry bemoan bewail warble venture volunteer offer submit advise brag crow gloat vent caution forewarn attest
pray propound rationalize reason reflect remonstrate remember forget stress tease tout trumpet wail whine
document detail contest maintain regret resolve mention point conjecture preach sing agree reassure underline
""".split()

_TOLD = "tell assure remind inform notify convince persuade warn advise promise brief alert show teach reassure text email".split()

_QUOTE = """
continue go begin start conclude laugh smile chuckle grin sigh shrug nod wink groan cheer urge call read put have be
sing open close finish press explode erupt weigh chime declare proclaim describe quote cite introduce greet thank
""".split()

_OBJECT = """
criticize criticise condemn denounce decry slam blast rip assail bash lambaste castigate chide rebuke mock ridicule
deride lampoon disparage denigrate belittle dismiss reject rebut refute dispute deny contest disavow disown repudiate
praise applaud laud hail commend salute compliment extol tout champion endorse back support oppose defend advocate
favor favour prefer propose suggest recommend urge demand announce declare proclaim unveil outline discuss mention
cite note acknowledge concede recall recount highlight stress emphasize emphasise underscore reiterate reference
invoke blame accuse fault attack question doubt admit confess regret lament bemoan bewail mourn welcome thank
congratulate credit echo repeat explain describe detail depict portray characterize disclose reveal report predict
forecast foresee fear dread envision expect anticipate want desire admire adore love hate loathe despise detest resent
like believe reckon veto order authorize approve claim allege assert insist promise vow express voice articulate air
offer list tweet retweet post quote say plug preach chant shout scream yell publish release issue share propagate
peddle trumpet embrace accept answer ignore skewer scorn pan ding pillory excoriate scold admonish reprimand chastise
berate upbraid savage eviscerate flay parody satirize pooh-pooh lionize idolize revere respect distrust mistrust
suspect misunderstand overestimate exaggerate overstate understate name dub label brand term title view regard rate
rank judge show document chronicle unmask calculate estimate project recognize conclude forget remember imagine resist
seek plan propound tease hint tally specify clarify confirm corroborate affirm reaffirm avow beseech implore petition
exhort discourage dissuade persuade warn caution
""".split()

_HANDLED = "attack assail blast bash rip savage defend release share offer show issue list publish contest".split()

_THINGS = """
position base camp outpost post checkpoint barracks headquarters convoy patrol trench front frontline stronghold village town city
district province neighbourhood neighborhood suburb port harbour harbor airport airfield airbase border crossing road highway
bridge dam pipeline refinery plant hospital clinic school mosque church market building house home compound vehicle truck bus car
ship boat vessel tanker plane aircraft helicopter drone tank missile rocket weapon arm ammunition troop soldier fighter militant
insurgent rebel gunman prisoner hostage detainee captive inmate civilian villager resident refugee wounded survivor body food
water medicine blanket tent fuel land territory island hill cash ransom
""".split()

_TO = """
want seek vow decline refuse promise plan pledge hope ask decide urge threaten agree expect propose aim claim prefer
offer swear resolve wish desire long yearn demand elect opt undertake commit profess vote consider like call push
request beg plead volunteer
""".split()

_URGED = """
urge ask want encourage tell order call expect press advise implore beg exhort beseech persuade warn challenge invite
instruct direct request command convince push dare entreat petition remind allow forbid counsel recommend prefer wish
authorize authorise
""".split()

_NAMED = """
call describe dub label brand term deem consider declare name view see regard portray paint characterize characterise
depict cast denounce dismiss deride slam blast mock hail praise tout brand condemn criticize blast rate rank judge
ridicule proclaim pronounce believe find think identify cite frame peg tag title nickname christen entitle bill
""".split()

_PREPOSITIONS = {
    "call": "for on upon", "refer": "to", "talk": "about of up", "vote": "for against", "point": "to", "focus": "on",
    "respond": "to", "speak": "about of against out", "ask": "about for", "push": "for back", "comment": "on",
    "rail": "against", "agree": "with on to", "disagree": "with on", "advocate": "for", "write": "about of", "warn": "of about against",
    "vouch": "for", "campaign": "for against", "think": "about", "stand": "by", "hope": "for", "boast": "of about",
    "apologize": "for", "apologise": "for", "worry": "about over", "touch": "on", "side": "with", "hint": "at",
    "brag": "about", "believe": "in", "look": "to forward", "know": "about of", "say": "of about", "complain": "about of",
    "allude": "to", "joke": "about", "argue": "for against about", "rage": "against", "lash": "out at", "hit": "back on",
    "care": "about", "dwell": "on", "expand": "on", "elaborate": "on", "object": "to",
    "protest": "against", "plead": "for", "press": "for", "lobby": "for against", "inquire": "about into", "wonder": "about",
    "learn": "of about", "hear": "of about", "speculate": "about on", "reply": "to", "insist": "on",
    "confess": "to", "admit": "to", "attest": "to", "testify": "about to", "long": "for", "wish": "for", "yearn": "for",
    "pray": "for", "marvel": "at", "balk": "at", "bristle": "at", "scoff": "at", "sneer": "at", "laugh": "at about", "fume": "about over at",
    "rant": "about against", "preach": "about", "opine": "on about", "weigh": "in on", "harp": "on",
    "concur": "with", "sympathize": "with", "empathize": "with", "quarrel": "with", "swipe": "at",
    "pledge": "to", "threaten": "with", "demand": "from", "despair": "of over", "dream": "of", "fret": "about over",
    "gripe": "about", "grumble": "about", "gush": "about over", "rave": "about", "inveigh": "against", "fight": "against",     "approve": "of", "disapprove": "of", "conceive": "of", "read": "about", "tell": "of about", "report": "on",
    "remark": "on upon about", "muse": "about on", "double": "down on", "backtrack": "on", "waver": "on",
    "align": "with", "plan": "for on", "cheer": "for on", "root": "for", "chant": "for",
    "rejoice": "in at over", "rule": "on against", "decide": "on", "oppose": "to", "quote": "from", }  # fmt: skip

_PASSIVE = """
expect report know see consider criticize say believe think accuse charge project announce describe rumor rumour
allege estimate understand name deem call suspect predict forecast regard label hail praise blame condemn claim
confirm tell ask urge ban mention quote cite denounce mock reject support endorse back oppose require fear hope
promise propose anticipate assume presume reckon declare dub brand portray credit fault release reveal disclose write
echo nominate recognize remember deny dispute question debate discuss document suggest recommend warn inform note find
show prove dismiss
""".split()

_STANCE = {
    BELIEVED: """believe think fear hope wish worry doubt expect anticipate assume presume feel figure suppose imagine
        consider know realize recognize understand want desire like love hate prefer regard view see suspect reckon guess
        dream trust distrust respect admire long yearn wonder intend plan aim seek mean fancy decide determine care
        confident sure hopeful certain convinced optimistic concerned worried afraid skeptical sceptical aware glad
        eager willing belief hope fear concern worry doubt view opinion expectation suspicion desire wish""".split(),
    DENIED: """deny refute dispute rebut reject disavow disown repudiate contest contradict disagree dismiss decline
        refuse denial refusal rejection""".split(),
    PROMISED: "promise pledge vow swear guarantee commit undertake promise vow pledge commitment guarantee".split(),
    THREATENED: "threaten warn caution forewarn threat warning".split(),
    DEMANDED: """demand urge call order command insist implore beg plead request require ask exhort beseech instruct
        press push lobby petition encourage advise recommend propose suggest counsel call demand request plea appeal
        proposal suggestion recommendation""".split(),
    ACCUSED: """accuse blame fault criticize criticise condemn denounce slam blast rip assail bash lambaste castigate chide
        rebuke mock ridicule deride attack decry allege charge skewer chastise berate scold accusation allegation charge
        criticism condemnation rebuke""".split(),
    PRAISED: """praise applaud laud hail commend salute compliment extol tout champion endorse welcome celebrate thank
        congratulate credit praise endorsement""".split(),
    ASKED: "ask wonder question inquire enquire query question".split(),
}  # fmt: skip

_NOUNS_THAT = """
claim decision suggestion statement promise concern complaint hope assertion idea pledge doubt confidence belief notion
argument speculation sense fear assumption admission accusation allegation announcement warning conclusion declaration
rumor rumour view opinion contention insistence prediction message report charge threat acknowledgment acknowledgement
confirmation assurance impression theory hypothesis worry suspicion expectation observation remark comment testimony
recommendation conviction implication revelation vow guarantee signal hint understanding recognition reminder
perception accusations concession criticism denial estimate forecast finding proposal position thesis retort
""".split()

_NOUNS_IS = """
claim idea belief answer response question message argument slogan hope fear view theory concern point thinking worry
assumption conclusion contention position reply complaint expectation assessment suggestion mantra refrain verdict
""".split()

_NOUNS_TO = """
plan decision promise proposal pledge desire effort agreement refusal vow threat call offer intention request demand
reluctance commitment determination willingness hope order wish bid eagerness push inclination
ultimatum appeal plea urge invitation recommendation
""".split()

_NOUNS_OF = {
    "attack": "on against", "question": "about on", "support": "for of", "supporter": "of", "opposition": "to", "concern": "about over",
    "criticism": "of", "call": "for", "endorsement": "of", "reference": "to", "mention": "of", "view": "of on about",
    "doubt": "about", "defense": "of", "defence": "of", "message": "of", "position": "on", "request": "for", "critique": "of", "comment": "about on",
    "rejection": "of", "proponent": "of", "praise": "for of", "opinion": "of on about", "embrace": "of", "accusation": "of",
    "word": "about", "understanding": "of", "thought": "on about", "remark": "about on", "proposal": "for", "condemnation": "of",
    "denunciation": "of", "account": "of", "announcement": "of", "allegation": "of", "skepticism": "about of", "stance": "on",
    "fear": "of about", "admiration": "of for", "assessment": "of", "estimate": "of", "disclosure": "of", "denial": "of",
    "complaint": "about", "warning": "about of", "opponent": "of", "advocate": "for of", "critic": "of", "plea": "for", "demand": "for",
    "outrage": "over at about", "promise": "of", "prediction": "of", "statement": "on about", "tweet": "about", "testimony": "about on",
    "claim": "of", "disdain": "for", "faith": "in", "confidence": "in", "belief": "in", "interest": "in", "plan": "for",
    "hope": "for of", "worry": "about", "suspicion": "of about", "description": "of", "depiction": "of", "portrayal": "of",
    "threat": "of", "idea": "of about", "speech": "on about", "story": "about of", "article": "about on", "column": "about",
    "enthusiasm": "for", "reservation": "about", "misgiving": "about", "anger": "over at about", "approval": "of", "disapproval": "of",
}  # fmt: skip

_ADJECTIVES = """
confident sure hopeful convinced optimistic pessimistic concerned worried afraid skeptical sceptical aware glad eager
willing unsure uncertain doubtful fearful unaware adamant reluctant unhappy upset angry proud keen unwilling thrilled
clear disappointed positive wary mindful insistent grateful sorry
""".split()

_ADJECTIVES_OF = {
    "critical": "of", "supportive": "of", "worried": "about", "skeptical": "of about", "sceptical": "of about", "proud": "of", "confident": "in about of",
    "aware": "of", "enamored": "of", "concerned": "about with", "angry": "about at over", "vocal": "about", "upbeat": "about", "pleased": "with by",
    "interested": "in", "hopeful": "about", "comfortable": "with", "wary": "of", "vague": "about", "unhappy": "with about", "uneasy": "about",
    "unaware": "of", "tired": "of", "sympathetic": "to", "sure": "about of", "serious": "about", "dismissive": "of", "opposed": "to",
    "open": "about to", "loyal": "to", "hostile": "to", "frustrated": "with by", "furious": "at about", "excited": "about", "adamant": "about",
    "optimistic": "about", "pessimistic": "about", "certain": "of about", "convinced": "of", "afraid": "of", "suspicious": "of", "fearful": "of",
    "apologetic": "about for", "unapologetic": "about", "outspoken": "about", "passionate": "about", "committed": "to", "happy": "with about",
    "disappointed": "with in by", "outraged": "by at over", "dubious": "about of", "mindful": "of", "cautious": "about", "nervous": "about",
}  # fmt: skip

CLAUSE = frozenset(_CLAUSE)
TOLD = frozenset(_TOLD)
QUOTE = frozenset(_QUOTE) | CLAUSE | TOLD
OBJECT = frozenset(_OBJECT)
HANDLED = frozenset(_HANDLED)
THINGS = frozenset(_THINGS)
TO = frozenset(_TO)
URGED = frozenset(_URGED)
NAMED = frozenset(_NAMED)
PASSIVE = frozenset(_PASSIVE)
PREPOSITIONS = {verb: frozenset(words.split()) for verb, words in _PREPOSITIONS.items()}
NOUNS_THAT = frozenset(_NOUNS_THAT)
NOUNS_TO = frozenset(_NOUNS_TO)
NOUNS_IS = frozenset(_NOUNS_IS)
NOUNS_OF = {noun: frozenset(words.split()) for noun, words in _NOUNS_OF.items()}
ADJECTIVES = frozenset(_ADJECTIVES)
ADJECTIVES_OF = {word: frozenset(words.split()) for word, words in _ADJECTIVES_OF.items()}

# the small pipeline's lemmatizer slips on these
MENDED = {
    "hop": "hope",
    "hopes": "hope",
    "says": "say",
    "said": "say",
    "tweete": "tweet",
    "retweete": "retweet",
    "streese": "stress",
}

# verbs that lead into the cue and belong to it: "went on to say", "declined to say", "refused to rule out"
LEADING = frozenset(
    """go continue begin start come decline refuse try attempt seem appear use have keep stop avoid resist want proceed
    take like hasten rush hesitate happen fail manage dare prefer choose seek love help need end step care bother""".split()
)

STANCES = {word: stance for stance, words in _STANCE.items() for word in words}
