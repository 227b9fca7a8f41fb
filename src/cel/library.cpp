#include "library.hpp"

#include "functions.hpp"

#include <algorithm>
#include <utility>

namespace sovrisk::cel {

namespace {

// The `(` that belongs to the `)` at the end of `text`, or npos.
std::size_t matching_open(std::string_view text) {
  if (text.empty() || text.back() != ')') return std::string_view::npos;
  int depth = 0;
  for (std::size_t i = text.size(); i-- > 0;) {
    if (text[i] == ')') ++depth;
    if (text[i] == '(' && --depth == 0) return i;
  }
  return std::string_view::npos;
}

std::vector<std::string_view> split_arguments(std::string_view text) {
  std::vector<std::string_view> parts;
  if (text.find_first_not_of(' ') == std::string_view::npos) return parts;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] == ',' && depth == 0)) {
      parts.push_back(text.substr(begin, i - begin));
      begin = i + 1;
      continue;
    }
    if (text[i] == '(') ++depth;
    if (text[i] == ')') --depth;
  }
  return parts;
}

// Named type parameters become variables, numbered in the order that they are met.
class Numbering {
 public:
  Type number(const Type& type) {
    if (!type.has_parameters()) return type;
    if (type.kind() == TypeKind::parameter) {
      const auto found = std::ranges::find(names_, type.name());
      if (found == names_.end()) {
        names_.push_back(type.name());
        return Type::variable(static_cast<std::uint32_t>(names_.size() - 1));
      }
      return Type::variable(static_cast<std::uint32_t>(found - names_.begin()));
    }
    std::vector<Type> of;
    for (const Type& one : type.parameters()) of.push_back(number(one));
    switch (type.kind()) {
      case TypeKind::list:
        return Type::list(of[0]);
      case TypeKind::map:
        return Type::map(of[0], of[1]);
      case TypeKind::type:
        return Type::type_of(of[0]);
      case TypeKind::optional:
        return Type::optional(of[0]);
      default:
        return Type::opaque(type.name(), of);
    }
  }
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(names_.size()); }

 private:
  std::vector<std::string> names_;
};

std::string operator_text(std::string_view name, const std::vector<std::string>& types) {
  const std::string symbol(operator_symbol(name));
  if (types.size() == 1) return symbol + types[0];
  if (types.size() == 3) return types[0] + " ? " + types[1] + " : " + types[2];
  if (name == "_[_]") return types[0] + '[' + types[1] + ']';
  if (name == "_[?_]") return types[0] + "[?" + types[1] + ']';
  return types[0] + ' ' + symbol + ' ' + types[1];
}

}  // namespace

ReadSignature read_signature(std::string_view text,
                             const std::function<Type(std::string_view)>& named) {
  ReadSignature read;
  const auto fail = [&](const std::string& what) {
    read.error = "signature \"" + std::string(text) + "\": " + what;
    return read;
  };
  const std::size_t arrow = text.rfind(" -> ");
  if (arrow == std::string_view::npos) return fail("no result type");
  const std::string_view call = text.substr(0, arrow);
  const std::size_t open = matching_open(call);
  if (open == std::string_view::npos || open == 0) return fail("no parameters");
  std::string_view head = call.substr(0, open);

  Numbering numbering;
  std::vector<std::string> written;
  const auto add = [&](std::string_view type_text, Type& to) {
    const ParsedType parsed = parse_type(type_text, named);
    if (!parsed.error.empty()) return parsed.error;
    to = numbering.number(parsed.type);
    return std::string();
  };
  const auto trimmed = [](std::string_view s) {
    const std::size_t first = s.find_first_not_of(' ');
    return first == std::string_view::npos ? s : s.substr(first);
  };
  Overload& made = read.overload;
  const std::size_t scope = head.rfind("::");
  const std::size_t dot = head.rfind('.');
  std::string receiver;
  if (scope == std::string_view::npos && dot != std::string_view::npos) {
    made.member = true;
    receiver = head.substr(0, dot);
    made.parameters.emplace_back();
    if (std::string error = add(receiver, made.parameters.back()); !error.empty()) {
      return fail(error);
    }
    head.remove_prefix(dot + 1);
  }
  for (std::size_t i = 0; i < head.size(); ++i) {
    const bool separator = head.substr(i, 2) == "::";
    made.name += separator ? '.' : head[i];
    if (separator) ++i;
  }
  for (const std::string_view one :
       split_arguments(call.substr(open + 1, call.size() - open - 2))) {
    made.parameters.emplace_back();
    written.emplace_back(trimmed(one));
    if (std::string error = add(one, made.parameters.back()); !error.empty()) {
      return fail(error);
    }
  }
  if (std::string error = add(text.substr(arrow + 4), made.result); !error.empty()) {
    return fail(error);
  }
  made.variables = numbering.count();
  if (is_operator(made.name)) {
    made.text = operator_text(made.name, written);
  } else {
    made.text = (made.member ? receiver + '.' : std::string()) + made.name + '(';
    for (std::size_t i = 0; i < written.size(); ++i) made.text += (i > 0 ? ", " : "") + written[i];
    made.text += ')';
  }
  return read;
}

std::string Library::add(std::string_view signature, const Function* function,
                         const std::function<Type(std::string_view)>& named) {
  ReadSignature read = read_signature(signature, named);
  if (!read.error.empty()) return read.error;
  read.overload.function = function;
  const auto dots = std::ranges::count(read.overload.name, '.');
  if (!is_operator(read.overload.name)) {
    max_segments_ = std::max(max_segments_, static_cast<std::uint32_t>(dots) + 1);
  }
  groups_[read.overload.name].push_back(std::move(read.overload));
  return {};
}

std::span<const Overload> Library::find(std::string_view name) const {
  const auto found = groups_.find(name);
  if (found == groups_.end()) return {};
  return found->second;
}

bool Library::has_namespace(std::string_view name) const {
  return std::ranges::any_of(groups_, [&](const auto& group) {
    return group.first.size() > name.size() && group.first.starts_with(name) &&
           group.first[name.size()] == '.';
  });
}

std::vector<std::string_view> Library::names() const {
  std::vector<std::string_view> all;
  for (const auto& [name, overloads] : groups_) all.push_back(name);
  std::ranges::sort(all);
  return all;
}

json::Result<std::shared_ptr<const Library>> make_library(const LibraryOptions& options) {
  auto library = std::make_shared<Library>();
  json::Diagnostics errors;
  const auto add_all = [&](std::span<const Function> functions) {
    for (const Function& one : functions) {
      std::string error = library->add(one.signature, &one, options.named_types);
      if (error.empty()) continue;
      json::Diagnostic diagnostic;
      diagnostic.code = "cel/signature";
      diagnostic.message = std::move(error);
      errors.push_back(std::move(diagnostic));
    }
  };
  if (options.standard) add_all(standard_functions());
  if (options.extensions) add_all(extension_functions());
  add_all(options.functions);
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return library;
}

}  // namespace sovrisk::cel
