// Reports built by hand, one for each thing that an answer can be. Their facts are invented.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/assess/assessment.hpp>

namespace samples {

namespace assess = sovrisk::assess;

assess::Report reject();           // several objectives; evidence, questions, remedies, citations
assess::Report conditional();      // with the verdict that a waiver changed, and warnings
assess::Report accept();           // higher is better: the levels model; nothing unknown
assess::Report undetermined();     // several verdicts, unknown facts, scope unknown
assess::Report out_of_scope();     // no score, no findings
assess::Report no_findings();      // nothing applicable
assess::Report hostile();          // every text is an attack on some format
assess::Report long_values();      // many facts, long and deep values, tokens without a space
assess::Report wide_characters();  // CJK, combining characters, emoji
assess::Report several();          // two providers, two packs

struct Sample {
  std::string_view name;
  assess::Report report;
};
std::vector<Sample> all();

}  // namespace samples
