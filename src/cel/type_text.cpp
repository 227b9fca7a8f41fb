// Types as text: `map(string, list(int))`, both ways.
#include <cctype>
#include <string>
#include <utility>

#include <sovrisk/cel/type.hpp>

namespace sovrisk::cel {

namespace {

constexpr std::uint32_t max_parsed_depth = 32;

std::string_view basic_name(TypeKind kind) {
  switch (kind) {
    case TypeKind::dyn:
      return "dyn";
    case TypeKind::null_type:
      return "null_type";
    case TypeKind::boolean:
      return "bool";
    case TypeKind::int64:
      return "int";
    case TypeKind::uint64:
      return "uint";
    case TypeKind::float64:
      return "double";
    case TypeKind::string:
      return "string";
    case TypeKind::bytes:
      return "bytes";
    case TypeKind::timestamp:
      return "timestamp";
    case TypeKind::duration:
      return "duration";
    case TypeKind::list:
      return "list";
    case TypeKind::map:
      return "map";
    case TypeKind::type:
      return "type";
    case TypeKind::optional:
      return "optional_type";
    case TypeKind::error:
      return "!error!";
    case TypeKind::record:
    case TypeKind::opaque:
    case TypeKind::parameter:
      break;
  }
  return "";
}

void write(const Type& type, std::string& out) {
  switch (type.kind()) {
    case TypeKind::record:
      out += type.record() != nullptr ? type.record()->name : "record";
      return;
    case TypeKind::parameter:
      out += type.name().empty() ? "%" + std::to_string(type.number()) : type.name();
      return;
    case TypeKind::opaque:
      out += type.name();
      break;
    default:
      out += basic_name(type.kind());
  }
  if (type.parameters().empty()) return;
  char separator = '(';
  for (const Type& one : type.parameters()) {
    out += separator;
    if (separator == ',') out += ' ';
    write(one, out);
    separator = ',';
  }
  out += ')';
}

class Reader {
 public:
  Reader(std::string_view text, const std::function<Type(std::string_view)>& named)
      : text_(text), named_(named) {}

  ParsedType read() {
    Type type = one(1);
    skip();
    if (error_.empty() && at_ != text_.size()) fail("expected the end of the type");
    if (!error_.empty()) return {Type::error(), error_};
    return {type, {}};
  }

 private:
  void fail(std::string_view what) {
    if (error_.empty()) {
      error_ = std::string(what) + " at offset " + std::to_string(at_) + " of \"" +
               std::string(text_) + '"';
    }
  }
  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::string_view word() {
    skip();
    const std::size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                  text_[at_] == '_' || text_[at_] == '.' || text_[at_] == '-')) {
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

  std::vector<Type> arguments(std::uint32_t depth) {
    std::vector<Type> all;
    if (!take('(')) return all;
    do all.push_back(one(depth + 1));
    while (error_.empty() && take(','));
    if (!take(')')) fail("expected `)`");
    return all;
  }

  Type one(std::uint32_t depth) {
    if (depth > max_parsed_depth) {
      fail("the type nests too deep");
      return Type::error();
    }
    if (take('@')) return of_environment(word());
    const std::string_view name = word();
    if (name.empty()) {
      fail("expected a type");
      return Type::error();
    }
    std::vector<Type> of = arguments(depth);
    if (name == "list" && of.size() == 1) return Type::list(of[0]);
    if (name == "map" && of.size() == 2) return Type::map(of[0], of[1]);
    if (name == "type" && of.size() == 1) return Type::type_of(of[0]);
    if ((name == "optional_type" || name == "optional") && of.size() == 1) {
      return Type::optional(of[0]);
    }
    if (of.empty()) return plain(name);
    if (name == "list" || name == "map" || name == "type" || name == "optional_type") {
      fail("wrong number of type parameters");
      return Type::error();
    }
    return Type::opaque(std::string(name), std::move(of));
  }

  Type plain(std::string_view name) {
    if (name == "dyn") return Type::dyn();
    if (name == "null_type" || name == "null") return Type::null_type();
    if (name == "bool") return Type::boolean();
    if (name == "int") return Type::int64();
    if (name == "uint") return Type::uint64();
    if (name == "double") return Type::float64();
    if (name == "string") return Type::string();
    if (name == "bytes") return Type::bytes();
    if (name == "timestamp" || name == "google.protobuf.Timestamp") return Type::timestamp();
    if (name == "duration" || name == "google.protobuf.Duration") return Type::duration();
    if (name == "list") return Type::list(Type::dyn());
    if (name == "map") return Type::map(Type::dyn(), Type::dyn());
    if (name == "type") return Type::type();
    if (name == "optional_type") return Type::optional(Type::dyn());
    if (name.size() == 1 && name[0] >= 'A' && name[0] <= 'Z') {
      return Type::parameter(std::string(name));
    }
    fail("unknown type \"" + std::string(name) + '"');
    return Type::error();
  }

  Type of_environment(std::string_view name) {
    Type type = named_ ? named_(name) : Type::error();
    if (type.kind() == TypeKind::error) fail("unknown type \"@" + std::string(name) + '"');
    return type;
  }

  std::string_view text_;
  const std::function<Type(std::string_view)>& named_;
  std::size_t at_ = 0;
  std::string error_;
};

}  // namespace

std::string Type::text() const {
  std::string out;
  write(*this, out);
  return out;
}

ParsedType parse_type(std::string_view text, const std::function<Type(std::string_view)>& named) {
  return Reader(text, named).read();
}

}  // namespace sovrisk::cel
