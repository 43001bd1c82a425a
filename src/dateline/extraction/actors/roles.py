"""Words for roles and bodies: which sector a title, an agent noun or the head noun of a body's name stands for.

The catalogue's `agents` table comes first; what is here is the grammar that the resolver cannot do without.
"""

SECTOR_SLUG = {
    "AGR": "farmers", "BUS": "business", "COP": "police", "CRM": "criminals", "CVL": "civilians", "EDU": "education",
    "ELI": "elites", "GOV": "government", "JRN": "media", "JUD": "judiciary", "LAB": "labour", "LEG": "parliament",
    "MED": "health-workers", "MIL": "military", "NGO": "ngos", "OPP": "opposition", "PRM": "militias", "PTY": "party",
    "REB": "rebels", "REF": "refugees", "REL": "religious", "SOC": "society", "SPY": "intelligence", "UAF": "gunmen",
}  # fmt: skip


def _words(table: dict[str, str]) -> dict[str, str]:
    return {word: sector for sector, words in table.items() for word in words.split()}


# What stands before a side's name and says that those named with it are not its own, or are no longer.
HELPED = frozenset(
    "led backed brokered aligned allied trained funded sponsored supported linked occupied mediated".split()
)
STANCES = frozenset({"pro", "anti", "non", "ex", "counter"})  # "pro-Iran militias"
NO_LONGER = frozenset({"former", "ex", "retired", "onetime", "one-time", "erstwhile"})

# Who acts as one of many: head nouns of descriptions ("Syrian soldiers", "the militants").
AGENTS = _words({
    "MIL": "soldier soldiers troop troops serviceman servicemen marine marines airman airmen sailor sailors commander "
           "commanders general generals admiral admirals colonel colonels army armies military navy navies forces "
           "airforce garrison battalion battalions brigade brigades warplane warplanes jets paratroopers peacekeepers "
           "commandos commando gunners infantry",
    "COP": "police policeman policemen policewoman officers constables gendarmes gendarmerie detectives",
    "GOV": "government governments official officials authorities authority minister ministers ministry administration "
           "regime cabinet diplomat diplomats president ambassador ambassadors envoy envoys negotiator negotiators "
           "delegation delegations spokesman spokeswoman spokesperson premier chancellor king queen emperor emir "
           "sultan leadership leader leaders presidency embassy consulate governor governors mayor mayors senators "
           "policymakers junta",
    "LEG": "parliament lawmaker lawmakers legislator legislators parliamentarians mps senate congress legislature",
    "JUD": "court courts judge judges prosecutor prosecutors judiciary tribunal",
    "REB": "rebel rebels insurgent insurgents guerrilla guerrillas guerilla guerillas militant militants jihadist jihadists "
           "terrorist terrorists extremist extremists islamists separatists separatist insurgency fighter fighters",
    "PRM": "militia militias militiaman militiamen paramilitary paramilitaries vigilantes",
    "UAF": "gunman gunmen attackers assailants",
    "CRM": "gang gangs cartel cartels bandits bandit pirates traffickers smugglers",
    "OPP": "opposition protester protesters demonstrator demonstrators activist activists dissidents marchers",
    "CVL": "civilian civilians citizen citizens people villager villagers residents resident nationals voters locals",
    "REF": "refugee refugees migrants asylum-seekers",
    "SPY": "spy spies intelligence spymaster",
    "LAB": "workers strikers unions miners labourers",
    "EDU": "students student teachers academics",
    "MED": "doctors medics nurses",
    "REL": "clerics priests monks bishops imams cleric",
    "JRN": "journalists reporters journalist",
    "BUS": "businessmen investors firms companies",
    "AGR": "farmers herders",
    "NGO": "aid-workers",
})  # fmt: skip

# Head nouns (or first words before "of") of the names of bodies.
BODIES = _words({
    "GOV": "Ministry Government Department Office Cabinet Embassy Administration Treasury Presidency Secretariat "
           "Consulate Kremlin Commission Council Agency Authority Directorate Bureau Foreign Chancellery",
    "MIL": "Army Navy Force Forces Guard Guards Command Brigade Battalion Regiment Division Corps Fleet Military Marines "
           "Pentagon Squadron Wing Squadrons Battery Airborne",
    "COP": "Police Gendarmerie Constabulary",
    "LEG": "Parliament Assembly Congress Senate Knesset Duma Majlis Bundestag Legislature Diet",
    "JUD": "Court Tribunal Judiciary Prosecutor",
    "PTY": "Party",
    "REB": "Front Insurgents Rebels",
    "PRM": "Militia Militias",
    "SPY": "Intelligence",
    "EDU": "University College School Institute",
    "BUS": "Bank Corporation Company Corp Inc Ltd Group Airlines",
    "LAB": "Union Federation Confederation",
    "MED": "Hospital",
    "REL": "Church Mosque Diocese",
    "NGO": "Foundation Committee Watch Charity",
    "JRN": "News Times Post Agency Television Radio",
})  # fmt: skip

# Titles that make a named person public. An empty sector is read from the body or country named beside it.
TITLES = _words({
    "GOV": "president minister premier chancellor secretary undersecretary governor mayor ambassador envoy "
           "representative spokesman spokeswoman spokesperson commissioner king queen prince princess emperor emir sultan "
           "sheikh monarch senator diplomat negotiator consul attaché official officials vice-president taoiseach "
           "vice deputy director administrator adviser advisor chairman chairwoman chair chief head leader "
           "secretary-general coordinator ministers presidents premiership caliph prefect rapporteur ombudsman",
    "LEG": "speaker senator congressman congresswoman lawmaker mp legislator parliamentarian representative rep sen",
    "JUD": "judge justice prosecutor attorney-general magistrate",
    "MIL": "general gen commander colonel col admiral adm major maj lieutenant lt captain capt brigadier brig marshal "
           "commodore cmdr commandant vice-admiral",
    "COP": "sheriff superintendent inspector-general",
    "REL": "pope archbishop bishop cardinal ayatollah grand-mufti patriarch imam rabbi",
    "OPP": "opposition",
    "REB": "warlord emir",
    "JRN": "",
})  # fmt: skip
TITLES["gov"] = TITLES["pres"] = TITLES["pm"] = "GOV"
TITLES["representative"] = TITLES["senator"] = "GOV"
TITLES["senator"] = TITLES["sen"] = TITLES["rep"] = TITLES["congressman"] = "LEG"

# Words that may stand between a title and its name, or before the title, and say nothing of the sector.
OPEN_SECTOR = frozenset(
    "spokesman spokeswoman spokesperson chief head leader director chairman chairwoman chair deputy vice secretary "
    "commander representative official adviser advisor coordinator secretary-general speaker president".split()
)

RANKS = frozenset(
    "general gen commander colonel col admiral adm major maj lieutenant lt captain capt brigadier brig marshal commodore cmdr".split()
)

# Titles as they are shortened before a name.
SPELLED_OUT = {
    "gen": "general", "lt": "lieutenant", "col": "colonel", "maj": "major", "capt": "captain", "adm": "admiral",
    "brig": "brigadier", "cmdr": "commander", "sen": "senator", "rep": "representative", "gov": "governor",
    "pres": "president", "sgt": "sergeant", "fm": "foreign minister", "pm": "prime minister",
}  # fmt: skip

# Titles that say only how to address somebody.
COURTESY = frozenset("mr mrs ms miss dr sir lord lady dame prof professor madam monsieur señor herr".split())

# Words in a title that name the field and its sector.
FIELDS = {
    "army": "MIL", "military": "MIL", "navy": "MIL", "naval": "MIL", "air": "MIL", "defence": "GOV", "defense": "GOV",
    "forces": "MIL", "command": "MIL", "police": "COP", "opposition": "OPP", "rebel": "REB", "militia": "PRM",
    "militant": "REB", "separatist": "REB", "jihadist": "REB", "intelligence": "SPY", "spy": "SPY", "parliament": "LEG",
    "parliamentary": "LEG", "protest": "OPP", "union": "LAB", "party": "PTY", "insurgent": "REB", "guerrilla": "REB",
    "paramilitary": "PRM", "gang": "CRM", "cartel": "CRM", "church": "REL",
}  # fmt: skip

# Roles that are private whatever stands beside them: the person stays words in a sentence.
PRIVATE = frozenset(
    "wife husband son daughter brother sister mother father widow cousin nephew niece uncle aunt friend neighbour neighbor "
    "victim witness suspect resident shopkeeper farmer student driver worker teacher nurse doctor fan player striker "
    "goalkeeper actor actress singer musician author passenger survivor relative lawyer girlfriend boyfriend partner "
    "grandmother grandfather defendant tourist patient customer trader vendor fisherman villager mourner parent "
    "employee coach analyst expert professor researcher historian pensioner housewife engineer businessman".split()
)

FEMALE = frozenset(
    "woman queen princess spokeswoman chairwoman congresswoman mrs ms miss lady dame her she policewoman madam".split()
)
MALE = frozenset("man king prince spokesman chairman congressman mr sir lord he his him policeman".split())

# Descriptions that may stand for an actor named before, and the kinds of actor they fit.
_ARMED = frozenset({"armed_group", "movement", "REB", "PRM", "UAF", "CRM"})
DEFINITE: dict[str, frozenset[str]] = {
    "group": _ARMED | {"ngo", "bloc", "union", "religious"},
    "movement": frozenset({"armed_group", "movement", "party", "religious"}),
    "organisation": _ARMED | {"igo", "ngo", "bloc"},
    "organization": _ARMED | {"igo", "ngo", "bloc"},
    "militants": _ARMED, "militant": _ARMED, "rebels": _ARMED, "insurgents": _ARMED, "fighters": _ARMED,
    "jihadists": _ARMED, "islamists": _ARMED, "guerrillas": _ARMED, "separatists": _ARMED, "extremists": _ARMED,
    "terrorists": _ARMED, "insurgency": _ARMED, "hardliners": _ARMED,
    "militia": frozenset({"armed_group", "PRM", "REB"}),
    "gang": frozenset({"armed_group", "CRM"}),
    "cartel": frozenset({"armed_group", "CRM"}),
    "ministry": frozenset({"ministry"}),
    "department": frozenset({"ministry", "agency"}),
    "agency": frozenset({"agency", "igo", "ngo"}),
    "bloc": frozenset({"igo", "bloc"}),
    "alliance": frozenset({"igo", "bloc", "armed_group", "party"}),
    "coalition": frozenset({"bloc", "military"}),
    "union": frozenset({"igo", "union"}),
    "charity": frozenset({"ngo"}),
    "court": frozenset({"court"}),
    "tribunal": frozenset({"court"}),
    "party": frozenset({"party"}),
    "company": frozenset({"company"}),
    "firm": frozenset({"company"}),
    "parliament": frozenset({"parliament"}),
    "council": frozenset({"igo", "court", "agency", "government", "parliament"}),
    "commission": frozenset({"igo", "agency"}),
    "country": frozenset({"state"}),
    "nation": frozenset({"state"}),
    "kingdom": frozenset({"state"}),
    "republic": frozenset({"state"}),
}  # fmt: skip
