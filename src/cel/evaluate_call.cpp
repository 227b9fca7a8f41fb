// Calls of functions: which overload, and what doubt in the arguments makes of it.
#include "evaluate.hpp"
#include "functions.hpp"

#include <algorithm>

namespace sovrisk::cel {

namespace {

bool takes(KindMask mask, const Value& v) {
  if (v.is_unknown() || v.is_error()) return true;
  const Kind kind = v.is(Kind::range) ? v.as_range().of : v.kind();
  return (mask >> static_cast<unsigned>(kind) & 1u) != 0;
}

const Function* choose(const CallSite& site, std::span<const Value> args) {
  for (const Candidate& o : site.candidates) {
    bool fits = true;
    for (std::size_t i = 0; i < args.size() && fits; ++i) fits = takes(o.parameters[i], args[i]);
    if (fits) return o.function;
  }
  return nullptr;
}

// Work that grows with the arguments.
std::uint64_t work(std::span<const Value> args) {
  std::uint64_t steps = 0;
  for (const Value& v : args) {
    if (v.is(Kind::string) || v.is(Kind::bytes)) steps += v.as_string().size() / 64;
    if (v.is(Kind::list)) steps += v.as_list().items.size();
  }
  return steps;
}

const PathSet* why_of_all(Arena& arena, std::span<const Value> args) {
  const PathSet* why = nullptr;
  for (const Value& v : args) {
    if (v.in_doubt()) why = join(arena, why, why_in_doubt(arena, v));
  }
  return why;
}

}  // namespace

Value call(const Code& code, const CallSite& site, Arena& arena, void* host,
           std::span<const Value> args, bool tracing, const PathSet** support) {
  bool plain = true;  // no argument is an error or in any doubt
  for (const Value& v : args) plain = plain && !v.in_doubt() && !v.is_error();
  const Function* function = choose(site, args);
  if (!plain) {
    const bool all = function != nullptr && function->doubt == Doubt::all &&
                     std::ranges::none_of(args, &Value::is_error);
    if (!all) {
      const Value passed = passed_on(arena, args);
      if (!passed.is(Kind::absent)) return passed;
    }
  }
  if (function == nullptr) return no_overload(arena, site.name, args);
  if (!plain && function->doubt == Doubt::strict && std::ranges::any_of(args, &Value::in_doubt)) {
    return Value::unknown(why_of_all(arena, args));
  }
  arena.spend(work(args));
  Call context(arena, host, site.regex.get(), &code.environment.limits);
  context.tracing = tracing;
  const Value result = function->call(context, args);
  if (tracing) *support = context.support;
  return result;
}

}  // namespace sovrisk::cel
