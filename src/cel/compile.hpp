// From the checked tree to instructions.
#pragma once

#include "code.hpp"

#include <unordered_map>

namespace sovrisk::cel {

// Walks the tree with a stack of its own, children before parents, and writes instructions as it
// goes.
class Compiler {
 public:
  explicit Compiler(Code& code) : code_(code) {}
  void run();

 private:
  // A node whose children are being compiled.
  struct Frame {
    NodeId id = no_node;
    std::uint32_t next = 0;            // child to compile next
    std::uint32_t begin = 0;           // its first instruction
    std::uint32_t first_constant = 0;  // size of the pool before it
    std::uint32_t jump = 0;            // an instruction whose target is not known yet
    std::uint32_t second_jump = 0;
    std::uint32_t loop = 0;  // index into loops
    bool constant = true;    // all so far could be computed now
  };

  void enter(NodeId id);
  void before_child(Frame& frame, std::uint32_t child);
  void leave(Frame& frame);
  void leave_call(Frame& frame);
  void leave_in(Frame& frame);
  void leave_named_call(Frame& frame);
  void begin_loop(Frame& frame);
  void leave_loop(Frame& frame);
  bool leaf(NodeId id);
  void fold(Frame& frame);
  void thread_jumps();

  std::uint32_t emit(Op op, NodeId node, int effect, std::uint32_t a = 0, std::uint32_t b = 0);
  std::uint32_t here() const { return static_cast<std::uint32_t>(code_.instructions.size()); }
  void push_constant(const Value& value, NodeId node);
  bool namespaced(NodeId call) const;
  bool is_optional_or(NodeId call) const;
  std::uint32_t slot(std::uint32_t environment_slot);
  std::uint32_t access(NodeId node, NodeId operand);
  std::uint32_t optional_entries(std::span<const NodeId> entries, std::size_t stride);
  Value literal(const Literal& literal);
  const Resolution& resolution(NodeId id) const { return code_.checked.resolutions[id]; }

  // Counts work that grows with the size of an operand.
  void charge_for_size(NodeId id);

  Code& code_;
  Arena scratch_;
  std::vector<Frame> frames_;
  std::unordered_map<std::uint32_t, std::uint32_t> slots_;
  std::uint32_t depth_ = 0;  // of the stack
  std::uint32_t loop_depth_ = 0;
};

}  // namespace sovrisk::cel
