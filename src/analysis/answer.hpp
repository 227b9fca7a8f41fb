// The text of an answer as a value of a fact's kind.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include <sovrisk/analysis/fact_kind.hpp>

namespace sovrisk::analysis {

// What is wrong with it, and what may be written.
struct WrongAnswer {
  std::string message;
  std::string hint;
};

// The value lives in `document`. Of `complete`, true: yes.
[[nodiscard]] tl::expected<json::Value, WrongAnswer> value_of(json::Document& document,
                                                              const FactKind& kind,
                                                              std::string_view text);

// Without white space around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace sovrisk::analysis
