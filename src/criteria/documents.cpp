#include "regions.hpp"

#include <stdexcept>

#include <sovrisk/criteria/documents.hpp>
#include <sovrisk/schema/bind.hpp>

namespace sovrisk::criteria {

struct Documents::Impl {
  schema::Plan profile;
  schema::Plan context;
  DocumentTypes types;
};

namespace {

schema::Plan plan(const catalog::Formats& formats, const catalog::Reference& reference,
                  std::string_view format) {
  schema::NamedDomains domains;
  for (const std::string_view name : {"country", "list", "scheme", "authority"}) {
    domains.emplace(std::string(name), reference.domain(name));
  }
  auto made = schema::make_plan(formats.registry(), format, domains);
  if (!made) throw std::logic_error(json::render(made.error()));
  return std::move(*made);
}

}  // namespace

Documents::Documents(const catalog::Formats& formats, const catalog::Reference& reference)
    : impl_(std::make_unique<Impl>()) {
  impl_->profile = plan(formats, reference, "profile-1.schema.json");
  impl_->context = plan(formats, reference, "context-1.schema.json#/$defs/context");
  impl_->types = {impl_->profile.type(), impl_->context.type()};
}
Documents::~Documents() = default;
Documents::Documents(Documents&&) noexcept = default;

const DocumentTypes& Documents::types() const {
  return impl_->types;
}

void Documents::bind(Host& host, const json::Document& context) const {
  cel::Arena& arena = host.arena();
  // A fact that the context lacks is told as /context/…, which no profile has.
  const cel::Path* root = arena.make(cel::Path{arena.make(cel::Path{}), "context", 0, false});
  host.set_context(schema::bind(arena, impl_->context, context, {}, root));

  schema::BindHooks hooks;
  hooks.codes_of = [&host](std::string_view list) -> std::optional<std::vector<std::string>> {
    const std::vector<std::string>* codes = host.list_countries(list);
    if (codes == nullptr) return std::nullopt;
    return *codes;
  };
  // The regions come before all places, and the regions used are found among them.
  hooks.expand_regions = [&host](cel::Arena&, const cel::Value& places, const cel::Value& so_far) {
    if (host.profile().is(cel::Kind::absent)) host.set_profile(so_far);
    return expand_region_places(host, places);
  };
  host.set_profile(schema::bind(arena, impl_->profile, host.document(), hooks));
}

}  // namespace sovrisk::criteria
