// The problems of one validation, before they become diagnostics.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/json/diagnostic.hpp>
#include <sovrisk/json/document.hpp>

namespace sovrisk::schema {

// Where the run stands in the document: a chain on the stack.
struct Where {
  const Where* parent = nullptr;
  std::string_view key;
  std::size_t index = 0;
  bool is_index = false;
};
[[nodiscard]] std::string pointer(const Where* where);

struct Problem {
  const char* code = "";  // "type"; the prefix comes later
  std::string message;
  std::string hint;
  std::string pointer;
  json::Range range;
  std::string name;      // required: the missing field; unknown-field: what it was meant to be
  std::string expected;  // type: "a number"
};

struct Report {
  std::vector<Problem> problems;
  std::size_t limit = 1000;
  bool cut = false;
};

// One message for one cause: the same told twice, what follows from a wrong type or a forbidden
// field, and a missing field that is there misspelt are left out.
void drop_consequences(std::vector<Problem>& problems);

// "a string", "an object", for messages.
[[nodiscard]] std::string_view kind_name(const json::Value& value);

// Text of a document in a message, as a JSON string cut to a length for people.
[[nodiscard]] std::string quoted(std::string_view text);

// A value in a message: short JSON.
[[nodiscard]] std::string excerpt(const json::Value& value);

// "a", "a or b", "a, b or c".
[[nodiscard]] std::string join_words(const std::vector<std::string>& words, std::string_view last);

}  // namespace sovrisk::schema
