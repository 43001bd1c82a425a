"""Common given names of many countries, lower-case: a hint that what follows is a person's name."""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


FIRST_NAMES = _words(
    "john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony donald steven",
    "paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric keith",
    "jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry",
    "tyler aaron adam nathan henry douglas zachary peter kyle walter ethan jeremy harold carl terry gerald roger arthur",
    "lawrence sean christian albert joe austin willie jesse billy bruce bryan ralph roy eugene louis philip bobby johnny",
    "bradley simon martin graham neil ian stuart nigel alan colin derek trevor gordon malcolm geoffrey duncan craig liam",
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa margaret sandra ashley emily donna",
    "michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia kathleen amy angela anna ruth maria helen",
    "shirley brenda pamela nicole katherine samantha christine emma catherine virginia debra rachel janet carolyn heather",
    "diane julie joyce evelyn joan kelly christina lauren frances martha judith cheryl megan andrea olivia ann jean alice",
    "jacqueline hannah doris kathryn gloria teresa sara janice marie julia theresa sophie charlotte claire fiona tina tim",
    "jose juan luis carlos jorge pedro manuel francisco alfredo roberto fernando miguel rafael antonio mario oscar ricardo",
    "eduardo alberto enrique guillermo hector javier julio ernesto felix gustavo hugo ignacio jaime joaquin leonel leonardo",
    "lorenzo mauricio napoleon nelson orlando pablo ramon raul rene ruben sergio vicente rodrigo rodolfo rigoberto ramiro",
    "segundo humberto horacio gilberto gerardo gabriel federico fidel ana luz rosa carmen isabel lucia sofia elena beatriz",
    "mohammed mohammad muhammad mohamed ahmed ahmad ali hassan hussein hussain omar abdullah abdul ibrahim khalid mustafa",
    "yusuf youssef saddam hamid karim rashid tariq mahmoud bashar hosni muammar nouri haider ayman osama abu fatima aisha",
    "amina zainab maryam leila yasmin nadia khadija mehmet recep kemal fatih selim hasan emine ayse",
    "vladimir sergei sergey dmitry dmitri mikhail boris nikolai ivan igor oleg viktor alexei andrei yuri anatoly natalia",
    "olga svetlana tatiana irina yulia volodymyr petro oleksandr yevgeny alexey maxim konstantin",
    "pierre francois jacques michel philippe nicolas emmanuel alain claude bernard laurent dominique",
    "hans klaus gerhard helmut wolfgang jurgen olaf heiko sigmar ursula annegret markus stefan",
    "giuseppe giovanni marco luigi silvio matteo paolo andrea francesco sergio giorgia",
    "kofi kwame olusegun thabo cyril emmerson robert paul yoweri uhuru raila mwai musa chinua ngozi goodluck muhammadu",
    "narendra manmohan rahul sonia rajiv amit arun sanjay vijay priya imran nawaz asif benazir shehbaz bilawal sheikh",
    "hiroshi takashi shinzo kenji yuki naoto junichiro taro xi li wang zhang hu jiang kim park lee moon",
    "evo luiz dilma cristina jair michel lula ollanta keiko nicolas alejandro andres benigno rodrigo ferdinand joko susilo",
    "lars anders jens erik sven bjorn magnus carl ingrid astrid johan jan piet willem mark geert janusz jaroslaw lech andrzej",
    "donald beata vaclav milos zoran slobodan radovan ratko aleksandar vojislav franjo victor traian klaus ion viorica",
) - _words("mark may will grant rose faith hope grace jean park lee moon li christian austin virginia christian ion")
