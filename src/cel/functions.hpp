// What the files of the standard and extension libraries share.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <sovrisk/cel/function.hpp>
#include <sovrisk/cel/program.hpp>

namespace re2 {
class RE2;
}

namespace sovrisk::cel {

// Tables, one a file.
[[nodiscard]] std::span<const Function> core_functions();        // size, matches, startsWith …
[[nodiscard]] std::span<const Function> conversion_functions();  // int(), string(), type() …
[[nodiscard]] std::span<const Function> time_functions();        // getFullYear() …
[[nodiscard]] std::span<const Function> string_functions();
[[nodiscard]] std::span<const Function> format_functions();
[[nodiscard]] std::span<const Function> math_functions();
[[nodiscard]] std::span<const Function> optional_functions();
[[nodiscard]] std::span<const Function> list_functions();

// Text that grows within the memory that an evaluation may use.
class TextBuilder {
 public:
  explicit TextBuilder(Call& call) : call_(call) {}
  void append(std::string_view text) {
    const Arena& arena = call_.arena();
    if (text.size() > arena.budget().bytes - arena.used() - out_.size()) {
      throw BudgetExceeded{"too much memory"};
    }
    out_ += text;
  }
  [[nodiscard]] std::string_view view() const { return out_; }
  [[nodiscard]] Value string() const { return Value::string(call_.arena().copy(out_)); }

 private:
  Call& call_;
  std::string out_;
};

[[nodiscard]] inline Value text_value(Call& call, std::string_view text) {
  return Value::string(call.arena().copy(text));
}

// A regular expression of at most the limit's size, or null with the reason in `error`.
[[nodiscard]] std::shared_ptr<const re2::RE2> compile_regex(std::string_view pattern,
                                                            std::uint32_t max_bytes,
                                                            std::string& error);
// Whether a function takes a regular expression as its last argument, to be compiled at load.
[[nodiscard]] bool takes_regex(const Function& function);

// The type of a value as `type()` gives it; lives as long as the program.
[[nodiscard]] Value type_of_value(Arena& arena, const Value& v);

}  // namespace sovrisk::cel
