#include "param_types.hpp"

#include <algorithm>

namespace sovrisk::criteria {

using cel::Absent;
using cel::Type;
using json::Kind;
using json::Value;

Type type_of_parameter(const Value& value) {
  switch (value.kind()) {
    case Kind::null:
      return Type::null_type();
    case Kind::boolean:
      return Type::boolean();
    case Kind::int64:
    case Kind::uint64:
    case Kind::float64:
      return Type::float64();
    case Kind::string:
      return Type::string();
    case Kind::object:
      return Type::map(Type::string(), Type::dyn());
    case Kind::array:
      break;
  }
  if (value.items().empty()) return Type::list(Type::dyn());
  const Type first = type_of_parameter(value.items().front());
  for (const Value& item : value.items()) {
    if (!(type_of_parameter(item) == first)) return Type::list(Type::dyn());
  }
  return Type::list(first);
}

std::shared_ptr<const cel::RecordType> params_type(const Pack& pack) {
  cel::RecordType record{"params", {}};
  for (const Parameter& p : pack.params) {
    const Type type = p.list.empty() ? type_of_parameter(p.value) : Type::list(Type::string());
    record.fields.push_back({p.name, type, Absent::no_such_key, false});
  }
  return std::make_shared<const cel::RecordType>(std::move(record));
}

namespace {

Type fact_type(const FactDeclaration& fact) {
  std::string_view name = fact.type;
  const bool list = name.starts_with("list(") && name.ends_with(")");
  if (list) name = name.substr(5, name.size() - 6);
  Type type = Type::dyn();
  if (name == "bool") {
    type = Type::boolean();
  } else if (name == "int") {
    type = Type::int64();
  } else if (name == "double") {
    type = Type::float64();
  } else if (name == "date") {
    type = Type::timestamp();
  } else if (name == "string") {
    type = Type::string();
    if (!fact.values.empty()) {
      cel::Domain domain{fact.name, fact.values};
      std::ranges::sort(domain.values);
      type = Type::string_of(std::make_shared<const cel::Domain>(std::move(domain)));
    }
  }
  return list ? Type::list(type) : type;
}

}  // namespace

std::shared_ptr<const cel::RecordType> facts_type(const Pack& pack) {
  cel::RecordType record{"facts." + pack.fact_namespace, {}};
  for (const FactDeclaration& fact : pack.facts) {
    record.fields.push_back({fact.name, fact_type(fact), Absent::unknown, false});
  }
  return std::make_shared<const cel::RecordType>(std::move(record));
}

}  // namespace sovrisk::criteria
