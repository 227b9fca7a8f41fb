// Overloads reduced to what is decided at run time: which kinds each parameter takes.
#include "code.hpp"
#include "library.hpp"

namespace sovrisk::cel {

namespace {

constexpr KindMask any_kind = ~KindMask{0};

constexpr KindMask bit(Kind kind) {
  return KindMask{1} << static_cast<unsigned>(kind);
}

KindMask mask_of(const Type& type) {
  switch (type.kind()) {
    case TypeKind::dyn:
    case TypeKind::parameter:
    case TypeKind::error:
      return any_kind;
    case TypeKind::null_type:
      return bit(Kind::null);
    case TypeKind::boolean:
      return bit(Kind::boolean);
    case TypeKind::int64:
      return bit(Kind::int64);
    case TypeKind::uint64:
      return bit(Kind::uint64);
    case TypeKind::float64:
      return bit(Kind::float64);
    case TypeKind::string:
      return bit(Kind::string);
    case TypeKind::bytes:
      return bit(Kind::bytes);
    case TypeKind::timestamp:
      return bit(Kind::timestamp);
    case TypeKind::duration:
      return bit(Kind::duration);
    case TypeKind::list:
      return bit(Kind::list);
    case TypeKind::map:
      return bit(Kind::map);
    case TypeKind::type:
      return bit(Kind::type);
    case TypeKind::optional:
      return bit(Kind::optional);
    case TypeKind::record:
      return bit(Kind::record);
    case TypeKind::opaque:
      return bit(Kind::opaque);
  }
  return any_kind;
}

}  // namespace

CallSite make_call_site(const Checked& checked, NodeId call) {
  CallSite site;
  site.name = checked.ast.name(call);
  const auto children = checked.ast.children_of(call);
  const bool namespaced = checked.ast.node(call).member &&
                          checked.resolutions[children[0]].kind == Resolution::Kind::folded;
  site.arguments = static_cast<std::uint32_t>(children.size()) - (namespaced ? 1 : 0);
  const Resolution& found = checked.resolutions[call];
  for (std::uint32_t i = 0; i < found.candidate_count; ++i) {
    const Callee& callee = checked.candidates[found.first_candidate + i];
    if (namespaced) site.name = callee.name;
    if (callee.parameters.size() != site.arguments) continue;
    Candidate candidate;
    candidate.function = callee.function;
    for (const Type& type : callee.parameters) candidate.parameters.push_back(mask_of(type));
    site.candidates.push_back(std::move(candidate));
  }
  return site;
}

}  // namespace sovrisk::cel
