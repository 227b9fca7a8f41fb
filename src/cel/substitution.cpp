#include "substitution.hpp"

#include <utility>

namespace sovrisk::cel {

namespace {

constexpr std::uint32_t max_type_size = 1024;
// Of one question; what is beyond is answered as for dyn.
constexpr std::uint32_t max_steps = 8192;

bool is_variable(const Type& t) {
  return t.kind() == TypeKind::parameter;
}
bool is_wild(const Type& t) {
  return t.kind() == TypeKind::dyn || t.kind() == TypeKind::error;
}

bool takes_null(TypeKind kind) {
  return kind == TypeKind::null_type || kind == TypeKind::timestamp || kind == TypeKind::duration ||
         kind == TypeKind::record || kind == TypeKind::opaque || kind == TypeKind::optional;
}

bool same_record(const Type& a, const Type& b) {
  return a.record() == b.record() ||
         (a.record() != nullptr && b.record() != nullptr && a.record()->name == b.record()->name);
}

Type rebuilt(const Type& type, std::vector<Type> parameters) {
  switch (type.kind()) {
    case TypeKind::list:
      return Type::list(std::move(parameters[0]));
    case TypeKind::map:
      return Type::map(std::move(parameters[0]), std::move(parameters[1]));
    case TypeKind::type:
      return Type::type_of(std::move(parameters[0]));
    case TypeKind::optional:
      return Type::optional(std::move(parameters[0]));
    case TypeKind::opaque:
      return Type::opaque(type.name(), std::move(parameters));
    default:
      return type;
  }
}

bool equal_or_more_general(const Type& a, const Type& b) {
  if (a.kind() == TypeKind::dyn || is_variable(a)) return true;
  if (b.kind() == TypeKind::dyn || is_variable(b)) return false;
  if (a.kind() != b.kind()) return false;
  if (a.kind() == TypeKind::type) return true;
  if (a.kind() == TypeKind::record) return same_record(a, b);
  const auto pa = a.parameters();
  const auto pb = b.parameters();
  if (pa.size() != pb.size() || a.name() != b.name()) return false;
  for (std::size_t i = 0; i < pa.size(); ++i) {
    if (!equal_or_more_general(pa[i], pb[i])) return false;
  }
  return true;
}

// `type` without the domains that `other` does not have at the same place.
Type common_domains(const Type& type, const Type& other) {
  if (type.kind() == TypeKind::string) {
    const bool foreign = other.kind() == TypeKind::string && type.domain() != other.domain();
    return foreign && type.domain() != nullptr ? Type::string() : type;
  }
  const auto mine = type.parameters();
  const auto theirs = other.parameters();
  if (mine.empty() || mine.size() != theirs.size() || type.kind() != other.kind()) return type;
  std::vector<Type> parameters;
  bool changed = false;
  for (std::size_t i = 0; i < mine.size(); ++i) {
    parameters.push_back(common_domains(mine[i], theirs[i]));
    changed = changed || parameters.back().domain() != mine[i].domain() ||
              !(parameters.back().parameters().data() == mine[i].parameters().data());
  }
  return changed ? rebuilt(type, std::move(parameters)) : type;
}

}  // namespace

Type more_general(const Type& a, const Type& b) {
  if (a.kind() == TypeKind::null_type && takes_null(b.kind())) return b;
  if (b.kind() == TypeKind::null_type && takes_null(a.kind())) return a;
  return equal_or_more_general(a, b) ? common_domains(a, b) : common_domains(b, a);
}

bool Substitution::spend() {
  return ++steps_ <= max_steps;
}

Type Substitution::bounded(Type type) const {
  return type.depth() > max_depth_ || type.size() > max_type_size ? Type::dyn() : std::move(type);
}

std::uint32_t Substitution::reserve(std::uint32_t count) {
  const auto base = static_cast<std::uint32_t>(slots_.size());
  slots_.resize(slots_.size() + count);
  return base;
}

Type Substitution::fresh() {
  return Type::variable(reserve(1));
}

Type Substitution::instantiate(const Type& type, std::uint32_t base) const {
  if (!type.has_parameters()) return type;
  if (is_variable(type)) return Type::variable(base + type.number());
  std::vector<Type> parameters;
  for (const Type& one : type.parameters()) parameters.push_back(instantiate(one, base));
  return rebuilt(type, std::move(parameters));
}

void Substitution::set(std::uint32_t variable, const Type& type) {
  trail_.push_back({variable, slots_[variable]});
  slots_[variable] = {true, type};
}

void Substitution::rollback(std::size_t mark) {
  while (trail_.size() > mark) {
    slots_[trail_.back().variable] = std::move(trail_.back().before);
    trail_.pop_back();
  }
}

bool Substitution::assignable(const Type& from, const Type& to) {
  steps_ = 0;
  const std::size_t before = mark();
  if (fits(from, to, 0)) return true;
  rollback(before);
  return false;
}

bool Substitution::fits(const Type& from, const Type& to, std::uint32_t depth) {
  if (!spend() || depth > 2 * max_depth_) return true;
  if (is_variable(to)) {
    const Bound bound = bind(from, to, depth);
    if (bound.valid) return true;
    if (bound.had) return false;
  }
  if (is_variable(from)) return bind(to, from, depth).valid;
  if (is_wild(from) || is_wild(to)) return true;
  if (from.kind() == TypeKind::null_type) return takes_null(to.kind());
  if (to.kind() == TypeKind::null_type) return takes_null(from.kind());
  if (from.kind() != to.kind()) return false;
  if (from.kind() == TypeKind::type) return true;
  if (from.kind() == TypeKind::record) return same_record(from, to);
  const auto a = from.parameters();
  const auto b = to.parameters();
  if (a.size() != b.size() || from.name() != to.name()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!fits(a[i], b[i], depth + 1)) return false;
  }
  return true;
}

// Makes `variable` stand for `to` where that can be, with what it stands for already.
Substitution::Bound Substitution::bind(const Type& to, const Type& variable, std::uint32_t depth) {
  const std::uint32_t number = variable.number();
  if (is_variable(to) && to.number() == number) return {true, true};
  if (!slots_[number].bound) {
    if (occurs(number, to, depth)) return {false, false};
    set(number, to);
    return {true, false};
  }
  const Type current = slots_[number].type;
  if (is_variable(to) && is_variable(current) && to.number() == current.number()) {
    return {true, true};
  }
  if (!fits(to, current, depth + 1)) return {false, true};
  const Type wider = more_general(to, current);
  if (!occurs(number, wider, depth)) set(number, wider);
  return {true, true};
}

bool Substitution::occurs(std::uint32_t variable, const Type& in, std::uint32_t depth) {
  if (!in.has_parameters()) return false;
  if (!spend() || depth > 2 * max_depth_) return true;
  if (is_variable(in)) {
    if (in.number() == variable) return true;
    return slots_[in.number()].bound && occurs(variable, slots_[in.number()].type, depth + 1);
  }
  for (const Type& one : in.parameters()) {
    if (occurs(variable, one, depth + 1)) return true;
  }
  return false;
}

Type Substitution::apply(const Type& type, bool to_dyn) {
  if (!type.has_parameters()) return type;
  steps_ = 0;
  return apply(type, to_dyn, 0);
}

Type Substitution::apply(const Type& type, bool to_dyn, std::uint32_t depth) {
  if (!type.has_parameters()) return type;
  if (!spend() || depth > 2 * max_depth_) return Type::dyn();
  if (is_variable(type)) {
    if (slots_[type.number()].bound) {
      return apply(Type(slots_[type.number()].type), to_dyn, depth + 1);
    }
    return to_dyn ? Type::dyn() : type;
  }
  std::vector<Type> parameters;
  for (const Type& one : type.parameters()) parameters.push_back(apply(one, to_dyn, depth + 1));
  return bounded(rebuilt(type, std::move(parameters)));
}

Type Substitution::join(const Type& a, const Type& b) {
  return assignable(a, b) ? more_general(a, b) : Type::dyn();
}

}  // namespace sovrisk::cel
