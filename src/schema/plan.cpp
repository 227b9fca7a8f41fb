// Derives types and slots from a schema.
#include "chain.hpp"
#include "shapes.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <sovrisk/json/write.hpp>
#include <sovrisk/schema/bind.hpp>

namespace sovrisk::schema {

namespace {

constexpr std::string_view known_annotations[] = {
    "x-cel", "x-cel-type", "x-copy", "x-default-beside", "x-default-from", "x-items",
    "x-key", "x-message",  "x-meta", "x-open",           "x-ref"};

constexpr int max_nesting = 100;  // of the schema; a recursive one ends in `any`

class Planner {
 public:
  Planner(Resources& resources, const NamedDomains& domains, std::string name)
      : resources_(resources), domains_(domains), name_(std::move(name)) {}

  json::Result<std::shared_ptr<const Shapes>> run(const Target& root) {
    auto shapes = std::make_shared<Shapes>();
    out_ = shapes.get();
    shapes->root = shape(*root.schema, root.resource, "", name_);
    for (std::uint32_t i = 0; i < resources_.size(); ++i) {
      if (resources_[i].parent == i) shapes->documents.push_back(resources_[i].document);
    }
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    return shapes;
  }

 private:
  void error(const Link& at, const json::Value& value, std::string message) {
    json::Diagnostic one;
    one.code = "schema/bad-annotation";
    one.message = std::move(message);
    one.place = resources_[at.resource].document->place(value, resources_[at.resource].pointer);
    errors_.push_back(std::move(one));
  }

  void check_annotations(const Chain& chain) {
    for (const Link& link : chain.links()) {
      if (!link.schema->is_object() || !checked_.insert(link.schema).second) continue;
      for (const json::Member& member : link.schema->members()) {
        if (!member.key.starts_with("x-")) continue;
        if (std::ranges::find(known_annotations, member.key) != std::end(known_annotations)) {
          continue;
        }
        error(link, member.value, "there is no annotation " + json::quote(member.key));
        errors_.back().hint = json::did_you_mean(
            member.key, {std::begin(known_annotations), std::end(known_annotations)});
      }
    }
  }

  std::uint32_t add(Shape shape) {
    out_->shapes.push_back(std::move(shape));
    return static_cast<std::uint32_t>(out_->shapes.size() - 1);
  }

  std::uint32_t shape(const json::Value& schema, std::uint32_t resource, const std::string& pointer,
                      const std::string& name) {
    const Chain chain(resources_, schema, resources_.of(schema, resource));
    check_annotations(chain);
    if (++nesting_ > max_nesting) {
      --nesting_;
      return add({});
    }
    Shape out;
    const json::Value* fallback = chain.find("default");
    out.null_is_value = fallback != nullptr && fallback->is_null();
    fill(out, chain, pointer, name);
    --nesting_;
    return add(std::move(out));
  }

  void fill(Shape& out, const Chain& chain, const std::string& pointer, const std::string& name) {
    const std::string_view cel = chain.text("x-cel");
    if (cel == "number" || (cel.empty() && chain.allows("number"))) {
      numeric(out, chain, Form::number, cel::Type::float64());
    } else if (cel == "integer" || (cel.empty() && chain.allows("integer"))) {
      numeric(out, chain, Form::integer, cel::Type::int64());
    } else if (cel == "date") {
      out.form = Form::date;
      out.type = cel::Type::timestamp();
    } else if (cel == "list" || cel == "places" || (cel.empty() && only_list(chain))) {
      list(out, chain, cel == "places" ? Form::places : Form::list, pointer, name);
    } else if (cel == "any") {
      out.form = Form::any;
    } else if (!cel.empty()) {
      Link at;
      const json::Value* value = chain.find("x-cel", &at);
      error(at, *value, "`x-cel` does not know " + json::quote(cel));
    } else if (chain.allows("boolean")) {
      out.form = Form::boolean;
      out.type = cel::Type::boolean();
    } else if (chain.allows("object") && !chain.allows("array")) {
      object(out, chain, pointer, name);
    } else if (chain.allows("string") || is_enumeration(chain)) {
      text(out, chain, pointer);
    }
  }

  static bool only_list(const Chain& chain) {
    return chain.allows("array") && !chain.allows("object");
  }

  static bool is_enumeration(const Chain& chain) {
    if (const json::Value* one = chain.find("const")) return one->is_string();
    const json::Value* all = chain.find("enum");
    if (all == nullptr || !all->is_array() || all->size() == 0) return false;
    return std::ranges::all_of(all->items(), [](const json::Value& value) {
      return value.is_string() || value.is_null();
    });
  }

  static void numeric(Shape& out, const Chain& chain, Form form, cel::Type type) {
    out.form = form;
    out.type = std::move(type);
    const auto bound = [&chain](std::string_view keyword) -> std::optional<double> {
      const json::Value* value = chain.find(keyword);
      if (value == nullptr || !value->is_number()) return std::nullopt;
      return value->as_double();
    };
    out.low = bound("minimum");
    out.high = bound("maximum");
  }

  void text(Shape& out, const Chain& chain, const std::string& pointer) {
    out.form = Form::text;
    out.type = cel::Type::string();
    if (is_enumeration(chain)) {
      auto domain = std::make_shared<cel::Domain>();
      domain->name = pointer;
      const auto take = [&domain](const json::Value& value) {
        if (value.is_string()) domain->values.emplace_back(value.as_string());
      };
      if (const json::Value* one = chain.find("const"))
        take(*one);
      else
        std::ranges::for_each(chain.find("enum")->items(), take);
      std::ranges::sort(domain->values);
      out.type = cel::Type::string_of(std::move(domain));
      return;
    }
    const auto known = domains_.find(chain.text("x-ref"));
    if (known != domains_.end() && known->second != nullptr) {
      out.type = cel::Type::string_of(known->second);
    }
  }

  void list(Shape& out, const Chain& chain, Form form, const std::string& pointer,
            const std::string& name) {
    out.form = form;
    Link at;
    const json::Value* element = chain.find("x-items", &at);
    if (element == nullptr) element = chain.find("items", &at);
    out.part = element == nullptr ? add({}) : shape(*element, at.resource, pointer, name);
    out.type = cel::Type::list(out_->shapes[out.part].type);
  }

  void object(Shape& out, const Chain& chain, const std::string& pointer, const std::string& name) {
    Link at;
    const json::Value* properties = chain.find("properties", &at);
    if (properties != nullptr && properties->is_object()) return record(out, chain, pointer, name);
    const json::Value* others = chain.find("additionalProperties", &at);
    if (others != nullptr && others->is_object()) {
      out.form = Form::map;
      out.part = shape(*others, at.resource, pointer, name);
      out.type = cel::Type::map(cel::Type::string(), out_->shapes[out.part].type);
    }
  }

  void record(Shape& out, const Chain& chain, const std::string& pointer, const std::string& name) {
    RecordShape made;
    auto type = std::make_shared<cel::RecordType>();
    type->name =
        chain.definition().empty() || pointer.empty() ? name : name_ + "." + chain.definition();
    for (const Link& link : chain.links()) {
      const json::Value* properties = link.schema->find("properties");
      if (properties == nullptr || !properties->is_object()) continue;
      for (const json::Member& member : properties->members()) {
        if (made.names.find(member.key) >= 0) continue;
        made.names.add(member.key);
        made.fields.push_back(field(member, link.resource, pointer, name));
        const FieldShape& added = made.fields.back();
        const Shape& own = out_->shapes[added.shape];
        type->fields.push_back(
            {std::string(member.key), own.type, absence(added, own), added.meta});
        made.has_defaults = made.has_defaults || (!added.meta && fills(added, own));
      }
    }
    made.type = type;
    out_->records.push_back(std::move(made));
    out.form = Form::record;
    out.part = static_cast<std::uint32_t>(out_->records.size() - 1);
    out.type = cel::Type::record(type);
  }

  [[nodiscard]] bool fills(const FieldShape& field, const Shape& shape) const {
    return field.has_default() ||
           (shape.form == Form::record && out_->records[shape.part].has_defaults);
  }

  static cel::Absent absence(const FieldShape& field, const Shape& shape) {
    if (field.open) return cel::Absent::open_list;
    return shape.form == Form::record ? cel::Absent::record : cel::Absent::unknown;
  }

  FieldShape field(const json::Member& member, std::uint32_t resource, const std::string& pointer,
                   const std::string& name) {
    FieldShape out;
    out.name = member.key;
    const Chain chain(resources_, member.value, resources_.of(member.value, resource));
    out.meta = chain.flag("x-meta");
    out.open = chain.flag("x-open");
    out.fallback = chain.find("default");
    out.fallback_from = chain.text("x-default-from");
    out.beside = chain.find("x-default-beside");
    const std::string key(member.key);
    if (out.meta) {
      check_annotations(chain);
      out.shape = add({});
      return out;
    }
    out.shape = shape(member.value, resource, pointer + "/" + key, name + "." + key);
    out.has_places = holds_places(out.shape);
    if (const json::Value* copies = chain.find("x-copy");
        copies != nullptr && copies->is_object()) {
      for (const json::Member& copy : copies->members()) {
        if (copy.value.is_string()) out.copies.push_back({copy.key, copy.value.as_string()});
      }
    }
    return out;
  }

  [[nodiscard]] bool holds_places(std::uint32_t number) const {
    const Shape& shape = out_->shapes[number];
    if (shape.form == Form::places) return true;
    if (shape.form == Form::list || shape.form == Form::map) return holds_places(shape.part);
    if (shape.form != Form::record) return false;
    return std::ranges::any_of(out_->records[shape.part].fields,
                               [](const FieldShape& field) { return field.has_places; });
  }

  Resources& resources_;
  const NamedDomains& domains_;
  std::string name_;
  Shapes* out_ = nullptr;
  std::set<const json::Value*> checked_;
  json::Diagnostics errors_;
  int nesting_ = 0;
};

// "profile-1.schema.json" and "…/profile-1.schema.json#/$defs/x" to "profile".
std::string record_name(std::string_view reference) {
  reference = reference.substr(0, reference.find('#'));
  if (const auto slash = reference.rfind('/'); slash != reference.npos) {
    reference.remove_prefix(slash + 1);
  }
  return std::string(reference.substr(0, reference.find_first_of("-.")));
}

}  // namespace

cel::Type Plan::type() const {
  return shapes_ == nullptr ? cel::Type::dyn() : shapes_->shapes[shapes_->root].type;
}

json::Result<Plan> make_plan(const Registry& registry, std::string_view reference,
                             const NamedDomains& domains) {
  Resources resources(registry);
  const auto root = resources.find(reference);
  if (!root) {
    json::Diagnostic one;
    one.code = "schema/no-schema";
    one.message = "there is no schema \"" + std::string(reference) + "\"";
    return tl::unexpected(json::Diagnostics{std::move(one)});
  }
  auto shapes = Planner(resources, domains, record_name(reference)).run(*root);
  if (!shapes) return tl::unexpected(std::move(shapes.error()));
  return Plan(std::move(*shapes));
}

json::Result<cel::Type> derive_type(const Registry& registry, std::string_view reference,
                                    const NamedDomains& domains) {
  auto plan = make_plan(registry, reference, domains);
  if (!plan) return tl::unexpected(std::move(plan.error()));
  return plan->type();
}

}  // namespace sovrisk::schema
