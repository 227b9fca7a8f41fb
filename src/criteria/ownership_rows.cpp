#include "ownership_rows.hpp"

#include "gathered.hpp"
#include "library.hpp"
#include "ownership_arguments.hpp"

#include <charconv>

#include <sovrisk/json/pointer.hpp>

namespace sovrisk::criteria {

using cel::Absent;
using cel::Call;
using cel::Kind;
using cel::RecordType;
using cel::Type;
using cel::Value;
using ownership::Influence;
using ownership::Link;
using ownership::Truth;

namespace {

// The row of a list field that stands at a pointer.
Value row_at(Host& host, std::string_view field, const std::string& pointer) {
  const Value list = host.profile_field(field);
  if (!list.is(Kind::list)) return Value::unknown(leaf(host, host.path(pointer)));
  const std::span<const Value> items = list.as_list().items;
  const std::string_view last = std::string_view(pointer).substr(pointer.rfind('/') + 1);
  std::size_t index = items.size();
  std::from_chars(last.data(), last.data() + last.size(), index);
  if (index < items.size()) return items[index];
  return Value::unknown(leaf(host, host.path(pointer)));
}

const cel::PathSet* all_of(Host& host, std::string_view pointer) {
  return leaf(host, host.path(pointer));
}

Value influence(Call& call, const Influence& one, const RecordType& type, bool settled) {
  Host& host = host_of(call);
  tell(call, one.basis);
  const std::span<Value> fields = call.arena().array<Value>(type.fields.size());
  fields[0] = row_at(host, "ownership", one.right.pointer);
  fields[1] = one.held == Truth::unknown ? Value::unknown(host.paths(one.basis.missing))
                                         : Value::boolean(true);
  fields[2] = rows(call, one.chain, settled);
  return cel::make_record(call.arena(), {.type = &type, .fields = fields});
}

}  // namespace

std::shared_ptr<const RecordType> influence_type(const Type& stake) {
  return std::make_shared<const RecordType>(
      RecordType{"influence",
                 {{"right", stake, Absent::unknown, false},
                  {"held", Type::boolean(), Absent::unknown, false},
                  {"chain", Type::list(stake), Absent::unknown, false}}});
}

std::shared_ptr<const RecordType> listing_type(const Type& stake, const Type& entry) {
  return std::make_shared<const RecordType>(
      RecordType{"listing",
                 {{"listed", Type::boolean(), Absent::unknown, false},
                  {"entity", Type::string(), Absent::unknown, false},
                  {"entry", Type::optional(entry), Absent::unknown, false},
                  {"chain", Type::list(stake), Absent::unknown, false}}});
}

Type row_type(const RecordType& record, std::string_view field) {
  const int slot = record.slot(field);
  if (slot < 0) return Type::dyn();
  const Type& list = record.fields[static_cast<std::size_t>(slot)].type;
  return list.kind() == cel::TypeKind::list ? list.parameters()[0] : Type::dyn();
}

Value rows(Call& call, const std::vector<Link>& chain, bool settled) {
  Host& host = host_of(call);
  const bool certain = settled || (host.witnessing() && !chain.empty());
  const cel::PathSet* const doubt = certain ? nullptr : all_of(host, "/ownership");
  Gathered all;
  for (const Link& link : chain) {
    call.reads(host.path(link.pointer));
    all.add(row_at(host, "ownership", link.pointer), !certain, doubt, call.arena());
  }
  return all.list(call.arena(), doubt, certain ? all.size() : 0);
}

Value influences(Call& call, const ownership::Influences& all, bool settled) {
  Host& host = host_of(call);
  const RecordType& type = host.influence_record();
  Gathered found;
  bool certain = !all.open;
  for (const Influence& one : all.rights) {
    const bool perhaps = one.held == Truth::unknown;
    certain = certain && !perhaps;
    const cel::PathSet* why = perhaps ? host.paths(one.basis.missing) : nullptr;
    if (perhaps && why == nullptr) why = all_of(host, one.right.pointer);
    found.add(influence(call, one, type, settled), perhaps, why, call.arena());
  }
  const cel::PathSet* open = all.open ? host.paths(all.missing) : nullptr;
  // Rights that come to be known may stand before any of these.
  return found.list(call.arena(), open, certain ? found.size() : 0);
}

Value listing(Call& call, const ownership::ListedBy& by, bool settled) {
  Host& host = host_of(call);
  const RecordType& type = host.listing_record();
  const std::span<Value> fields = call.arena().array<Value>(type.fields.size());
  fields[0] = Value::boolean(by.answer.value == Truth::yes);
  fields[1] = Value::string(call.arena().copy(by.entity));
  fields[2] = Value::optional_none();
  if (!by.entry.empty()) {
    fields[2] = Value::optional_of(call.arena().make(row_at(host, "government_lists", by.entry)));
  }
  if (!settled && !host.witnessing()) {
    fields[1] = fields[2] = Value::unknown(all_of(host, "/ownership"));
  }
  fields[3] = rows(call, by.chain, settled);
  return cel::make_record(call.arena(), {.type = &type, .fields = fields});
}

}  // namespace sovrisk::criteria
