#include "partial.hpp"

namespace sovrisk::cel::test {

namespace {

Value converted(Arena& arena, const std::string& call, const std::string& text) {
  return compile(Environment(), call + "('" + text + "')")->evaluate(arena, {});
}

Kind kind_of(const Type& type) {
  switch (type.kind()) {
    case TypeKind::int64:
      return Kind::int64;
    case TypeKind::timestamp:
      return Kind::timestamp;
    case TypeKind::duration:
      return Kind::duration;
    default:
      return Kind::float64;
  }
}

}  // namespace

Value PartialMaker::plain(const Json& json, const Type& type) {
  switch (type.kind()) {
    case TypeKind::boolean:
      return Value::boolean(json.get<bool>());
    case TypeKind::int64:
      return Value::int64(json.get<std::int64_t>());
    case TypeKind::float64:
      return Value::float64(json.get<double>());
    case TypeKind::timestamp:
      return converted(arena_, "timestamp", json.get<std::string>());
    case TypeKind::duration:
      return converted(arena_, "duration", json.get<std::string>());
    default:
      return Value::string(arena_.copy(std::string_view(json.get_ref<const std::string&>())));
  }
}

Value PartialMaker::range(const Json& json, const Type& type, const Path* path) {
  RangeData data;
  data.of = kind_of(type);
  data.why = why(path);
  if (json.contains("$min")) data.low = plain(json["$min"], type);
  if (json.contains("$max")) data.high = plain(json["$max"], type);
  if (json.contains("$above")) data.low = plain(json["$above"], type);
  if (json.contains("$below")) data.high = plain(json["$below"], type);
  data.low_strict = json.contains("$above");
  data.high_strict = json.contains("$below");
  return make_range(arena_, data);
}

Value PartialMaker::list(const Json& json, const Type& type, const Path* path) {
  const Json& items = json.is_array()              ? json
                      : json.contains("$at_least") ? json["$at_least"]
                                                   : json["$items"];
  const Type& element = type.parameters()[0];
  const std::span<Value> made = arena_.array<Value>(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Path* at = arena_.make(Path{path, {}, static_cast<std::uint32_t>(i), true});
    made[i] = make(items[i], element, at);
  }
  ListData data;
  data.items = made;
  data.path = path;
  if (json.is_object() && json.contains("$perhaps")) {
    const std::span<bool> perhaps = arena_.array<bool>(items.size());
    for (const Json& i : json["$perhaps"]) perhaps[i.get<std::size_t>()] = true;
    data.perhaps = perhaps;
    data.perhaps_why = why(path);
  }
  const bool open = json.is_object() && (json.contains("$at_least") || json.value("$open", false));
  if (open) data.open = why(path);
  return make_list(arena_, data);
}

Value PartialMaker::record(const Json& json, const Type& type, const Path* path) {
  const std::vector<Field>& fields = type.record()->fields;
  const std::span<Value> made = arena_.array<Value>(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!json.contains(fields[i].name)) continue;
    made[i] = make(json[fields[i].name], fields[i].type,
                   arena_.make(Path{path, fields[i].name, 0, false}));
  }
  RecordData data;
  data.type = type.record();
  data.fields = made;
  data.path = path;
  return make_record(arena_, data);
}

Value PartialMaker::make(const Json& json, const Type& type, const Path* path) {
  if (json.is_object() && json.contains("$unknown")) return make_unknown(arena_, path);
  switch (type.kind()) {
    case TypeKind::list:
      return list(json, type, path);
    case TypeKind::record:
      return record(json, type, path);
    default:
      return json.is_object() ? range(json, type, path) : plain(json, type);
  }
}

Type sample_type() {
  static const Type type = [] {
    auto region = std::make_shared<RecordType>();
    region->name = "region";
    region->fields = {
        {"id", Type::string()}, {"country", Type::string()}, {"zones", Type::int64()}};
    auto access = std::make_shared<RecordType>();
    access->name = "access";
    access->fields = {
        {"key", Type::string()}, {"approval", Type::boolean()}, {"days", Type::int64()}};
    auto p = std::make_shared<RecordType>();
    p->name = "p";
    p->fields = {{"b", Type::boolean()},
                 {"c", Type::boolean()},
                 {"d", Type::boolean()},
                 {"n", Type::int64()},
                 {"m", Type::int64()},
                 {"x", Type::float64()},
                 {"y", Type::float64()},
                 {"s", Type::string()},
                 {"t", Type::timestamp()},
                 {"tags", Type::list(Type::string()), Absent::open_list},
                 {"nums", Type::list(Type::int64()), Absent::open_list},
                 {"more", Type::list(Type::int64()), Absent::open_list},
                 {"regions", Type::list(Type::record(region)), Absent::open_list},
                 {"access", Type::record(access), Absent::record},
                 {"note", Type::string(), Absent::no_such_key}};
    return Type::record(p);
  }();
  return type;
}

Environment sample_environment() {
  Environment env;
  env.variables.push_back({"p", sample_type()});
  return env;
}

std::string evaluate(const std::string& expression, const std::string& p) {
  const Environment env = sample_environment();
  const auto program = compile(env, expression);
  if (!program) return json::render(program.error());
  Arena arena;
  PartialMaker maker(arena);
  const Value slots[] = {maker.make(Json::parse(p), env.variables[0].type, maker.root())};
  const Value value = program->evaluate(arena, {.slots = slots});
  return to_json(value);
}

}  // namespace sovrisk::cel::test
