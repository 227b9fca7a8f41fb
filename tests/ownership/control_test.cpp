#include "figures.hpp"

#include <catch2/catch.hpp>

using sovrisk::ownership::test::check_figures;

TEST_CASE("a majority of votes controls, whatever the capital") {
  check_figures(R"(
    company op US
    company founder CN
    fund fund US
    founder > op 10/60
    fund > op 90/40
    controlled op CN = yes
    controlled op US = no
    share op CN = 10
    votes op CN = 60
  )");
}

TEST_CASE("exactly half of the votes does not control") {
  check_figures(R"(
    company jv DE
    company a CN
    company b US
    a > jv 50/50
    b > jv 50/50
    controlled jv CN = no
    controlled jv US = no
    controlled jv CN,US = yes
  )");
}

TEST_CASE("votes of several holders of one country are added") {
  check_figures(R"(
    company op US
    company a CN
    person b CN
    company c DE
    a > op 30/30
    b > op 21/21
    c > op 49/49
    controlled op CN = yes
    controlled op a = no
    controlled op a,b = yes
  )");
}

TEST_CASE("control passes down a pyramid in which the capital thins out") {
  check_figures(R"(
    company top CN
    company mid KY
    company low US
    company op DE
    top > mid 51/51
    mid > low 51/51
    low > op 51/51
    controlled op CN = yes
    share op CN = 13.2651
    aggregate op CN = 51
  )");
}

TEST_CASE("what is controlled adds its votes to those held directly") {
  check_figures(R"(
    company top CN
    company sub DE
    company op US
    top > sub 60/60
    sub > op 26/26
    top > op 25/25
    controlled op CN = yes
    controlled op top = yes
    controlled op sub = no
  )");
}

TEST_CASE("rights that give control need no votes") {
  for (const char* right : {"control", "board-majority", "golden-share", "contractual-control",
                            "management-contract"}) {
    INFO(right);
    check_figures("company op US\ncompany x CN\nx > op 1/1 " + std::string(right) +
                  "\ncontrolled op CN = yes\nshare op CN = 1\naggregate op CN = 1\n"
                  "controlled op CN rights=veto = no\n");
  }
}

TEST_CASE("rights of influence control only where a rule asks so") {
  for (const std::string right : {"veto", "board-seat", "board-nomination"}) {
    INFO(right);
    check_figures("company op US\ncompany x CN\nx > op 1/1 " + right +
                  "\ncontrolled op CN = no\ncontrolled op CN also_rights=" + right +
                  " = yes\ncontrolled op CN rights=" + right + " = yes\n");
  }
}

TEST_CASE("a variable interest entity is controlled by contract through its chain") {
  check_figures(R"(
    company listed KY+CN
    company wfoe CN
    company vie ?
    listed > wfoe 100
    wfoe > vie 0/0 contractual-control
    person nominee CN
    nominee > vie 100/100
    controlled vie listed = yes
    controlled vie nominee = yes
    share vie listed = 0
    chain vie listed = listed>wfoe>vie
  )");
}

TEST_CASE("a golden share of a state body") {
  check_figures(R"(
    company op US
    company fund ?
    state-body cac CN
    fund > op 1/1 golden-share
    cac > fund - control
    controlled op CN = yes
    chain op CN = cac>fund>op
    state-owned op = yes
    state-owned op CN = yes
    state-owned op RU = no
  )");
}

TEST_CASE("the own seat does not count, in a ring either") {
  check_figures(R"(
    company a CN
    company b DE
    b > a 60/60
    a > b 60/60
    controlled a CN = no
    controlled b CN = yes
  )");
}

TEST_CASE("a ring does not lift itself") {
  check_figures(R"(
    company a DE
    company b DE
    company x CN
    b > a 60/60
    a > b 60/60
    x > a 40/40
    controlled a CN = no
    controlled b CN = no
    complete all
  )");
}

TEST_CASE("undisclosed votes leave control unknown only where they could be enough") {
  check_figures(R"(
    company op US open
    company us US
    company cn CN
    us > op 60/60
    cn > op 40/40
    # Equity and votes are closed; special rights are not.
    controlled op CN = unknown
    controlled op CN rights=none = no
    controlled op US = yes
  )");
  check_figures(R"(
    company op US open
    company cn CN
    cn > op 30/30
    controlled op CN rights=none = unknown
    share op CN = 30..100
  )");
  check_figures(R"(
    company op US above=0
    company cn CN
    cn > op 30/30
    controlled op CN rights=none = no
    share op CN = 30
  )");
}

TEST_CASE("ranges of votes") {
  check_figures(R"(
    company op US
    company cn CN
    company us US
    cn > op -/>50..
    controlled op CN = yes
    votes op CN = >50..100
  )");
  check_figures(R"(
    company op US
    company cn CN
    cn > op -/40..60
    controlled op CN = unknown
    votes op CN = 40..60
  )");
  check_figures(R"(
    company op US
    company cn CN
    company us US
    cn > op -/..<55
    us > op -/50..
    controlled op CN = no
    votes op CN = 0..50
  )");
}

TEST_CASE("absent votes are unknown, but beside the whole capital") {
  check_figures(R"(
    company op US
    company cn CN
    cn > op 60
    controlled op CN = unknown
    votes op CN = 0..100
  )");
  check_figures(R"(
    company op US
    company cn CN
    cn > op 100
    controlled op CN = yes
    votes op CN = 100
  )");
  check_figures(R"(
    company op US
    company cn CN
    cn > op 55..70/=
    controlled op CN = yes
    votes op CN = 55..70
  )");
}

TEST_CASE("a holder whose seat is not known may control") {
  check_figures(R"(
    company op US
    company x ?
    x > op 70/70
    controlled op CN = unknown
    controlled op x = yes
    share op CN = 0..70
  )");
}

TEST_CASE("a dominant minority") {
  check_figures(R"(
    company op US
    company cn CN
    company us US
    dispersed float
    cn > op 30/30
    us > op 15/15
    float > op 55/55
    controlled op CN = no
    controlled op CN dominant=25 = yes
    controlled op CN dominant=30 = no
    controlled op US dominant=10 = no
  )");
  check_figures(R"(
    company op US
    company cn CN
    company us US
    cn > op 30/30
    us > op 15.1/15.1
    controlled op CN dominant=25 = no
  )");
}

TEST_CASE("an undisclosed holder spoils dominance unless none is large enough") {
  check_figures(R"(
    company op US open
    company cn CN
    cn > op 30/30
    controlled op CN dominant=25 rights=none = unknown
  )");
  check_figures(R"(
    company op US above=15
    company cn CN
    cn > op 30/30
    controlled op CN dominant=25 rights=none = yes
  )");
  check_figures(R"(
    company op US above=5
    company us US
    us > op 60/60
    controlled op CN dominant=25 rights=none = no
  )");
}

TEST_CASE("floats are nobody's, or anybody's where asked") {
  check_figures(R"(
    company op US
    company cn CN
    dispersed float
    cn > op 20/20
    float > op 80/80
    controlled op CN = no
    controlled op CN anybody = unknown
    share op CN = 20
    share op CN anybody = 20..100
    aggregate op CN anybody = 20..100
    share op float = 80
    of float CN = no
  )");
  check_figures(R"(
    company op US
    company cn CN
    cn > op 20/20
    share op CN = 20
    share op CN anybody = 20..100
    controlled op CN anybody = unknown
  )");
}

TEST_CASE("persons, states and their bodies end a chain") {
  check_figures(R"(
    company op US
    person rich US
    company cn CN
    rich > op 100
    cn > rich 100/100 control
    controlled op CN = no
    controlled rich CN = no
    share op CN = 0
    share rich CN = 0
    parents op = rich
    parents rich = none
  )");
}

TEST_CASE("an entity's holders outside of some countries") {
  check_figures(R"(
    company op DE
    company a FR
    company b DE+US
    company c KY
    a > op 40/40
    b > op 35/35
    c > op 25/25
    controlled op outside:DE,FR = yes
    share op outside:DE,FR = 60
    share op outside:DE,FR limbs=incorporated = 25
    share op outside:DE,FR,US,KY = 0
    largest op outside:DE,FR = 35
  )");
}

TEST_CASE("who may hold doubt") {
  check_figures(R"(
    company op DE
    company a FR
    company b US
    a > op 40/40
    b > op 60/60
    share op FR,?US = 40..100
    share op outside:FR,?US = 0..60
    controlled op ?US = unknown
    controlled op FR,?b = unknown
  )");
}
