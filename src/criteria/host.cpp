#include "ownership_rows.hpp"
#include "regions.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/criteria/host.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::criteria {

Host::Host(cel::Arena& arena, const json::Document& profile, const catalog::Reference& reference,
           catalog::Day as_of)
    : arena_(&arena), document_(&profile), reference_(&reference), as_of_(as_of) {}

cel::Value Host::get(const cel::Value& record, std::string_view name) const {
  if (record.is_unknown() || record.is_error()) return record;
  if (!record.is(cel::Kind::record)) return cel::make_error(*arena_, "not a record");
  const cel::RecordData& data = record.as_record();
  const int slot = data.type->slot(name);
  if (slot < 0) return cel::make_error(*arena_, fmt::format("no field \"{}\"", name));
  return cel::field(*arena_, data, slot);
}

const cel::Value& Host::used_regions() {
  if (!used_regions_) used_regions_ = find_used_regions(*this);
  return *used_regions_;
}

const ownership::Graph& Host::graph() {
  if (!graph_) {
    graph_ = ownership::Graph::from_profile(
        *document_, as_of_,
        [this](std::string_view list) -> std::optional<std::vector<std::string>> {
          const std::vector<std::string>* codes = list_countries(list);
          return codes == nullptr ? std::nullopt : std::optional(*codes);
        });
  }
  return *graph_;
}

const std::vector<std::string>* Host::list_countries(std::string_view id) {
  const auto known = lists_.find(id);
  if (known != lists_.end()) return &known->second;
  const catalog::NamedList* list = reference_->list(id);
  if (list == nullptr) return nullptr;
  const catalog::NamedList::AsOf found = list->as_of(as_of_);
  if (found.before_first) {
    warn(fmt::format("the list {} begins on {}; its first version stands in for {}", id,
                     catalog::format_date(found.version->since), catalog::format_date(as_of_)));
  }
  return &lists_.emplace(std::string(id), found.version->countries).first->second;
}

std::vector<std::string> Host::expand(const std::vector<std::string>& codes_or_lists) {
  std::vector<std::string> codes;
  for (const std::string& one : codes_or_lists) {
    const std::vector<std::string>* listed = reference_->country(one) == nullptr
                                                 ? list_countries(reference_->list_of_bloc(one))
                                                 : nullptr;
    if (listed != nullptr) {
      codes.insert(codes.end(), listed->begin(), listed->end());
    } else {
      codes.push_back(one);
    }
  }
  std::ranges::sort(codes);
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

const cel::Path* Host::path(std::string_view pointer) {
  const cel::Path* at = arena_->make(cel::Path{});
  const auto tokens = json::split(pointer);
  if (!tokens) return at;
  for (const std::string& token : *tokens) {
    at = arena_->make(cel::Path{at, arena_->copy(token), 0, false});
  }
  return at;
}

const cel::PathSet* Host::paths(const std::vector<std::string>& pointers) {
  const cel::PathSet* all = nullptr;
  for (const std::string& p : pointers) {
    all = cel::join(*arena_, all, arena_->make(cel::PathSet{path(p), nullptr, nullptr}));
  }
  return all;
}

const cel::RecordType& Host::influence_record() {
  if (!influence_record_) {
    influence_record_ = influence_type(row_type(*profile_.as_record().type, "ownership"));
  }
  return *influence_record_;
}

const cel::RecordType& Host::listing_record() {
  if (!listing_record_) {
    const cel::RecordType& profile = *profile_.as_record().type;
    listing_record_ =
        listing_type(row_type(profile, "ownership"), row_type(profile, "government_lists"));
  }
  return *listing_record_;
}

void Host::warn(std::string message) {
  if (std::ranges::find(warnings_, message) == warnings_.end()) {
    warnings_.push_back(std::move(message));
  }
}

}  // namespace sovrisk::criteria
