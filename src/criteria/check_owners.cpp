#include <sovrisk/criteria/documents.hpp>
#include <sovrisk/ownership/graph.hpp>

namespace sovrisk::criteria {

json::Diagnostics check_owners(const json::Document& profile, const catalog::Reference& reference,
                               catalog::Day as_of) {
  const auto countries = [&](std::string_view id) -> std::optional<std::vector<std::string>> {
    const catalog::NamedList* list = reference.list(id);
    if (list == nullptr) return std::nullopt;
    return list->as_of(as_of).version->countries;
  };
  return ownership::Graph::from_profile(profile, as_of, countries).problems();
}

}  // namespace sovrisk::criteria
