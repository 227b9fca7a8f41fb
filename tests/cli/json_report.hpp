// A JSON report of one assessment, as tests look at it.
#pragma once

#include "program.hpp"

#include <string>

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>

namespace sovrisk::test {

// What the program printed; the test fails where it did not end with 0.
inline json::Document report_of(const Ran& ran) {
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  auto document = json::parse("<output>", ran.out);
  REQUIRE(document);
  return std::move(*document);
}

// A member of the first assessment: a text as it is, a whole number in digits, "null", "none" where
// there is nothing, "?" for others.
inline std::string text_at(const json::Document& report, const std::string& pointer) {
  const json::Value* v = report.at("/assessments/0" + pointer);
  if (v == nullptr) return "none";
  if (v->is_integer()) return std::to_string(v->as_int64());
  return v->is_string() ? std::string(v->as_string()) : v->is_null() ? "null" : "?";
}

}  // namespace sovrisk::test
