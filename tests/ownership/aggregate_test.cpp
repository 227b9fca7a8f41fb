#include "figures.hpp"

#include <catch2/catch.hpp>

using sovrisk::ownership::test::check_figures;

// Examples of OFAC's frequently asked question 401; x is blocked.
TEST_CASE("half of a half-owned entity is blocked") {
  check_figures(R"(
    company a DE
    company b DE
    person x RU
    x > a 50
    a > b 50
    aggregate a x = 50
    aggregate b x = 50
    share b x = 25
  )");
}

TEST_CASE("stakes of two half-owned entities add up") {
  check_figures(R"(
    company a DE
    company b DE
    company c DE
    person x RU
    x > a 50
    x > b 50
    a > c 25
    b > c 25
    aggregate c x = 50
  )");
}

TEST_CASE("a direct stake and one through a half-owned entity add up") {
  check_figures(R"(
    company a DE
    company b DE
    person x RU
    x > a 50
    x > b 10
    a > b 40
    aggregate b x = 50
  )");
}

TEST_CASE("a stake through an entity that is not half owned does not count") {
  check_figures(R"(
    company a DE
    company b DE
    company c DE
    person x RU
    x > a 50
    x > b 25
    a > c 25
    b > c 25
    aggregate c x = 25
  )");
  check_figures(R"(
    company a DE
    company b DE
    person x RU
    x > a 25
    a > b 100
    aggregate b x = 0
  )");
}

// Question 399: stakes of all blocked persons are added; 398: control without ownership is not
// enough.
TEST_CASE("stakes of several blocked persons add up, and control alone does not count") {
  check_figures(R"(
    company a DE
    person x RU
    person y RU
    x > a 25
    y > a 25
    aggregate a x,y = 50
    aggregate a x = 25
  )");
  check_figures(R"(
    company a DE
    person x RU
    x > a 49/100 control
    aggregate a x = 49
    controlled a x = yes
  )");
}

TEST_CASE("a lower threshold lets more through") {
  check_figures(R"(
    company a DE
    company b DE
    person x RU
    x > a 25
    a > b 60
    aggregate b x = 0
    aggregate b x threshold=25 = 60
    aggregate b x threshold=25.1 = 0
  )");
}

TEST_CASE("ranges and undisclosed stakes under the 50-percent rule") {
  check_figures(R"(
    company a DE
    company b DE
    person x RU
    person y US
    x > a 40..60
    a > b 70
    x > b 5
    aggregate a x = 40..60
    aggregate b x = 5..75
  )");
  check_figures(R"(
    company a DE
    company b DE
    person x RU
    x > a 30..<50
    a > b 70
    aggregate b x = 0
    aggregate a x = 30..<50
  )");
  check_figures(R"(
    company a DE open
    company b DE
    person x RU
    x > a 30
    a > b 70
    aggregate a x = 30..100
    aggregate b x = 0..70
  )");
  check_figures(R"(
    company a DE open
    company b DE
    person x RU
    person y US
    y > a 60
    x > a 30
    a > b 100
    aggregate a x = 30..40
    aggregate b x = 0
  )");
}

TEST_CASE("rings under the 50-percent rule are least fixpoints") {
  check_figures(R"(
    company a DE
    company b DE
    person x RU
    b > a 50
    a > b 50
    x > a 10
    aggregate a x = 10
    aggregate b x = 0
  )");
  check_figures(R"(
    company a DE
    company b DE
    person x RU
    b > a 20
    a > b 50
    x > a 50
    aggregate a x = 70
    aggregate b x = 50
  )");
}

TEST_CASE("the largest holder that counts") {
  check_figures(R"(
    company op DE
    company cn CN
    company sub US
    company us US
    cn > op 10/5
    cn > sub 80/80
    sub > op 20/15
    us > op 70/80
    largest op CN = 20
    largest op CN by=voting = 15
    largest op US = 70
    largest op FR = 0
  )");
  check_figures(R"(
    company op DE open
    company cn CN
    company us US
    cn > op 10
    us > op 50
    largest op CN = 10..40
    largest op RU = 0..40
  )");
  check_figures(R"(
    company op DE above=5
    company cn CN
    cn > op 10
    largest op CN = 10
    largest op RU = 0..5
    share op RU = 0..90
  )");
}
