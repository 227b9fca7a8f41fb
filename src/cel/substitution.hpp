// Type variables of one check and what is known of them: unification as CEL's checker has it, where
// a variable that meets two types takes the more general one, and dyn fits everything.
#pragma once

#include <cstdint>
#include <vector>

#include <sovrisk/cel/type.hpp>

namespace sovrisk::cel {

class Substitution {
 public:
  // Types deeper than `max_depth` or larger than a fixed size collapse to dyn, which bounds both
  // memory and the recursion over types.
  explicit Substitution(std::uint32_t max_depth) : max_depth_(max_depth) {}

  [[nodiscard]] Type fresh();
  // A signature's type with its variables 0..n-1 moved to `base`.
  [[nodiscard]] Type instantiate(const Type& type, std::uint32_t base) const;
  [[nodiscard]] std::uint32_t reserve(std::uint32_t count);  // variables; gives the first

  // Whether a value of `from` can stand where `to` is wanted; binds variables where it can, and
  // leaves them as they were where it can't.
  [[nodiscard]] bool assignable(const Type& from, const Type& to);
  // What has been bound since is undone by rollback().
  [[nodiscard]] std::size_t mark() const { return trail_.size(); }
  void rollback(std::size_t mark);
  void commit() { trail_.clear(); }  // nothing before can be undone any more

  // With bound variables replaced; unbound ones by dyn where `to_dyn`.
  [[nodiscard]] Type apply(const Type& type, bool to_dyn = false);
  // The type of what may be either: one that both fit, else dyn.
  [[nodiscard]] Type join(const Type& a, const Type& b);
  // dyn in place of a type that is too deep or too large.
  [[nodiscard]] Type bounded(Type type) const;

 private:
  struct Slot {
    bool bound = false;
    Type type;
  };
  struct Undo {
    std::uint32_t variable;
    Slot before;
  };
  struct Bound {
    bool valid;
    bool had;  // the variable was bound before
  };

  [[nodiscard]] bool spend();
  [[nodiscard]] bool fits(const Type& from, const Type& to, std::uint32_t depth);
  [[nodiscard]] Bound bind(const Type& to, const Type& variable, std::uint32_t depth);
  [[nodiscard]] bool occurs(std::uint32_t variable, const Type& in, std::uint32_t depth);
  [[nodiscard]] Type apply(const Type& type, bool to_dyn, std::uint32_t depth);
  void set(std::uint32_t variable, const Type& type);

  std::uint32_t max_depth_;
  std::uint32_t steps_ = 0;
  std::vector<Slot> slots_;
  std::vector<Undo> trail_;
};

// The more general of two types that fit each other; strings of two domains give a plain string.
[[nodiscard]] Type more_general(const Type& a, const Type& b);

}  // namespace sovrisk::cel
