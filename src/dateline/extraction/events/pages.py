"""Pages of sport, markets, films and games: words of attack there are not told of anybody being attacked.

A page is judged as a whole by the distinct telling words it holds. A sentence that speaks of arms, bodies or police
is read as on any other page: there are attacks at football matches.
"""

from dateline.extraction.text.tokens import Parse

_TELLING = {
    "sport": frozenset(
        "wicket wickets innings bowler bowlers batsman batsmen batter batters cricketer cricketers lbw t20 odi striker "
        "midfielder midfielders goalkeeper goalkeepers defender winger fullback quarterback touchdown touchdowns "
        "linebacker rebound rebounds playoff playoffs semifinal semifinals semi-final quarterfinal quarter-final "
        "premiership bundesliga serie equaliser equalizer hat-trick penalties offside substitute halftime half-time "
        "kickoff kick-off league leagues coach coaches season seasons scored goal goals matches match tournament "
        "championship championships champion champions teammate teammates dugout crossbar umpire referee pitcher "
        "homer dunk nba nfl mlb nhl uefa fifa olympic olympics medal medallist medalist sprinter marathon grand-prix "
        "wimbledon seeded birdie bogey putt fairway peloton knockout heavyweight welterweight "
        "bantamweight ufc overs spinner cup squad fixture fixtures relegation standings unbeaten".split()
    ),
    "markets": frozenset(
        "shares stocks nasdaq dow ftse nikkei futures yields bonds bond earnings dividend dividends investors investor "
        "traders trader analysts analyst equities equity bullish bearish rally ipo quarterly revenue revenues profit "
        "profits forex currencies shareholders shareholder takeover merger acquisition bidder valuation hedge".split()
    ),
    "fiction": frozenset(
        "film films movie movies sequel prequel trilogy screenplay director actor actress starring cinema cinemas box-office audiences filmmaker drama scene "
        "blockbuster thriller sitcom episode episodes season finale protagonist villain villains superhero novel "
        "novelist plot character characters trailer soundtrack premiere netflix marvel hbo remake franchise".split()
    ),
    "games": frozenset(
        "gameplay gamer gamers players player multiplayer console playstation xbox nintendo esports dlc boss bosses "
        "quest quests npc level levels shooter rpg studio steam patch loot respawn mod mods spawn chess".split()
    ),
}  # fmt: skip
_CAMPAIGN = frozenset(
    "campaign campaigns campaigning candidate candidates candidacy primary primaries caucus caucuses nominee nomination "
    "delegate delegates voters voter poll polls polling election elections ballot gop republican republicans democrat democrats "
    "democratic front-runner frontrunner debate debates super pac pacs endorsement endorsed rally rallies convention running "
    "nominate swing-state battleground turnout incumbent fundraiser fundraising donors donor".split()
)
_OPENING = 3  # the headline and the lead
_CALAMITY = frozenset(
    "earthquake quake aftershock temblor tremor flood flooding storm hurricane cyclone typhoon tornado avalanche landslide "
    "mudslide derailment shipwreck tsunami eruption volcano stampede wildfire bushfire blaze capsizing crash collision "
    "pile-up accident drowning heatwave lightning".split()
)
_WEAPONS = frozenset(
    "bomb bombing bomber gunman gun shot shoot shooting gunfire rifle rocket missile mortar shell shelling grenade knife stab "
    "stabbing militant rebel insurgent guerrilla terrorist terrorism extremist jihadist separatist militia airstrike attack "
    "attacker assault ambush raid murder assassination assassin massacre clash fight fighting fighter hostage kidnap sabotage "
    "hijack hijacker riot protester war warplane soldier troop army".split()
)
_NEEDED = {"sport": 4, "markets": 6, "fiction": 5, "games": 5}
_SHARE = 70  # words of the page for each telling one, at most
ARMS = frozenset(
    "kill killed killing wounded injured dead deaths bomb bombing explosion gunman gunmen gun guns shot shots shooting "
    "rifle rocket rockets missile missiles soldier soldiers troops militant militants rebel rebels insurgent insurgents "
    "terrorist terrorists police policeman arrested detained hostage hostages stabbed knife riot riots protesters "
    "protest protests airstrike airstrikes shelling hospital victims casualties suicide army militia".split()
)
"""Words that make a sentence one of arms, bodies or police whatever its page is about."""


def is_play(parse: Parse) -> bool:
    """Whether the page as a whole is sport, markets, film or games.

    Args:
        parse: the article's parse.
    """
    words: dict[str, int] = {}
    for t in parse.tokens:
        words[t.lower] = words.get(t.lower, 0) + 1
    for name, telling in _TELLING.items():
        found = [words[w] for w in telling if w in words]
        if len(found) >= _NEEDED[name] and sum(found) * _SHARE >= len(parse.tokens):
            return True
    return False


def is_campaign(parse: Parse) -> bool:
    """Whether the page is about an election campaign, where attacks are words and withdrawals are from a race.

    Args:
        parse: the article's parse.
    """
    found = [t.lower for t in parse.tokens if t.lower in _CAMPAIGN]
    return len(set(found)) >= 5 and len(found) * _SHARE >= len(parse.tokens)


def is_disaster(parse: Parse) -> bool:
    """Whether the report opens with a calamity or a mishap and no arms: who is hurt in it was attacked by nobody.

    Args:
        parse: the article's parse.
    """
    opening = [t for line in parse.lines[:_OPENING] for t in parse.tokens[line.first : line.last]]
    calamities = sum(t.lemma in _CALAMITY and t.tag[:2] == "NN" for t in opening)
    return calamities > 0 and not any(t.lemma in _WEAPONS or t.lower in _WEAPONS for t in opening)


def speaks_of_weapons(parse: Parse, i: int) -> bool:
    """Whether the sentence of token `i` names arms or those who bear them."""
    line = parse.sentence(i)
    return any(t.lemma in _WEAPONS or t.lower in _WEAPONS for t in parse.tokens[line.first : line.last])


def speaks_of_arms(parse: Parse, i: int) -> bool:
    """Whether the sentence of token `i` names arms, bodies or police beside the token itself."""
    line = parse.sentence(i)
    return any(parse.tokens[k].lower in ARMS for k in range(line.first, line.last) if k != i)
