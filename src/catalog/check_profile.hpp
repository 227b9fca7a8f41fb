// What the checks of a profile beyond its schema share.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/catalog/date.hpp>
#include <sovrisk/json/diagnostic.hpp>
#include <sovrisk/json/document.hpp>

namespace sovrisk::catalog {

// Gathers what is wrong with one document. A hostile file has more mistakes than anybody reads:
// what comes after the first thousand is left out, and that is said.
class Problems {
 public:
  explicit Problems(const json::Document& document, std::string prefix = "profile")
      : document_(document), prefix_(std::move(prefix)) {}

  // Null where there are too many.
  json::Diagnostic* add(json::Severity severity, std::string code, json::Place place,
                        std::string message, std::string hint = {});
  json::Diagnostic* error(std::string_view code, const std::string& pointer, std::string message,
                          std::string hint = {});  // the code is PREFIX/CODE
  json::Diagnostic* warning(std::string_view code, const std::string& pointer, std::string message,
                            std::string hint = {});
  json::Diagnostic* note(std::string_view code, const std::string& pointer, std::string message,
                         std::string hint = {});

  [[nodiscard]] bool full() const { return all_.size() >= kMost; }
  // Suggestions cost time; those of the first mistakes are enough.
  [[nodiscard]] bool suggests() const { return all_.size() < kMostSuggestions; }
  [[nodiscard]] json::Diagnostics take();

 private:
  static constexpr std::size_t kMost = 1000;
  static constexpr std::size_t kMostSuggestions = 100;
  const json::Document& document_;
  std::string prefix_;
  json::Diagnostics all_;
};

[[nodiscard]] std::string text_of(const json::Value& object, std::string_view key);

// An object of a list, and where it stands.
struct Row {
  const json::Value* value = nullptr;
  std::string pointer;
};

// The rows of a top list, those of its `{"at_least": […]}` form too.
[[nodiscard]] std::vector<Row> rows_of(const json::Document& document, std::string_view list);

// The days that a row holds for by its since and until; an absent or null end is open.
struct Period {
  Day first = Day::min();
  Day last = Day::max();
};
[[nodiscard]] Period period_of(const json::Value& row);

// Ends of a percentage of a stake ("as-equity" followed); nothing where none is stated.
[[nodiscard]] std::optional<double> least(const json::Value& row, std::string_view key);
[[nodiscard]] std::optional<double> most(const json::Value& row, std::string_view key);

// Rows of one key whose times overlap say the same thing twice; whether there are such.
bool check_repeated(Problems& problems, const json::Document& document,
                    const std::vector<const Row*>& rows, std::string_view key,
                    std::string_view what);

// Days that don't exist, spans that run backwards and ranges that hold nothing, of any format. What
// has not the shape of a date or a number is the schema's matter.
void check_values(Problems& problems, const json::Document& document);

// Self-ownership, repeated rows, stakes above 100 percent.
void check_stakes(Problems& problems, const json::Document& profile);

}  // namespace sovrisk::catalog
