#include "check_literals.hpp"

#include "ownership_arguments.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace sovrisk::criteria {

using cel::Ast;
using cel::Node;
using cel::NodeId;
using cel::NodeKind;

namespace {

// Where a function takes holders and options; 0: it takes none (the entity is argument 0).
struct Shape {
  std::size_t holders = 0;
  bool countries_alone = false;  // holders are countries, not entities
};

const std::map<std::string_view, Shape>& shapes() {
  static const std::map<std::string_view, Shape> all = {
      {"ownership.share", {1, false}},
      {"ownership.votes", {1, false}},
      {"ownership.largest", {1, false}},
      {"ownership.aggregate", {1, false}},
      {"ownership.controlled", {1, false}},
      {"ownership.chain", {1, false}},
      {"ownership.influence", {1, false}},
      {"ownership.state_owned", {1, true}},
      {"of", {1, true}},
      {"listed", {0, false}},
      {"listedBy", {0, false}},
  };
  return all;
}

bool is_code(std::string_view text) {
  return text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

class LiteralCheck {
 public:
  LiteralCheck(const Ast& ast, const catalog::Reference& reference)
      : ast_(ast), reference_(reference) {}

  json::Diagnostics run() {
    for (NodeId id = 0; id < ast_.nodes.size(); ++id) {
      if (ast_.node(id).kind == NodeKind::call) call(id);
      if (ast_.node(id).kind == NodeKind::map) keys(id);
    }
    return std::move(problems_);
  }

 private:
  const std::string* text_of(NodeId id) const {
    const Node& node = ast_.node(id);
    return node.kind == NodeKind::literal ? std::get_if<std::string>(&ast_.literals[node.data])
                                          : nullptr;
  }

  void call(NodeId id) {
    const Node& node = ast_.node(id);
    std::span<const NodeId> arguments = ast_.children_of(id);
    std::string name(ast_.name(id));
    if (node.member) {
      if (ast_.node(arguments[0]).kind != NodeKind::identifier) return;
      name = std::string(ast_.name(arguments[0])) + "." + name;
      arguments = arguments.subspan(1);
    }
    const auto shape = shapes().find(name);
    if (shape == shapes().end()) {
      if (name == "outside" && !arguments.empty()) holders(arguments[0], true);
      return;
    }
    const std::size_t at = shape->second.holders;
    if (at > 0 && arguments.size() > at) holders(arguments[at], shape->second.countries_alone);
    if (arguments.size() > 1 && ast_.node(arguments.back()).kind == NodeKind::map) {
      options(arguments.back());
    }
  }

  // Repeated keys end every evaluation; they are seen before the first.
  void keys(NodeId map) {
    const std::span<const NodeId> entries = ast_.children_of(map);
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
      const std::string* key = text_of(entries[i]);
      if (key == nullptr || ast_.node(entries[i]).optional_entry || seen.insert(*key).second) {
        continue;
      }
      wrong(entries[i], fmt::format("the map has the key \"{}\" twice", json::visible(*key)), {});
    }
  }

  // What a `c ? a : b` may give, and else the node itself.
  std::vector<NodeId> branches(NodeId id) const {
    std::vector<NodeId> todo{id};
    std::vector<NodeId> all;
    while (!todo.empty()) {
      const NodeId one = todo.back();
      todo.pop_back();
      if (ast_.node(one).kind == NodeKind::call && ast_.name(one) == "_?_:_") {
        todo.push_back(ast_.children_of(one)[1]);
        todo.push_back(ast_.children_of(one)[2]);
      } else {
        all.push_back(one);
      }
    }
    return all;
  }

  template <class Check>
  void each_element(NodeId list, Check&& check) const {
    for (const NodeId one : branches(list)) {
      if (ast_.node(one).kind != NodeKind::list) continue;
      for (const NodeId item : ast_.children_of(one)) {
        for (const NodeId element : branches(item)) check(element);
      }
    }
  }

  void holders(NodeId list, bool countries_alone) {
    each_element(list, [&](NodeId element) {
      const std::string* text = text_of(element);
      if (text == nullptr || reference_.country(*text) != nullptr) return;
      if (!countries_alone && !is_code(*text)) return;  // an entity's id
      std::vector<std::string_view> codes;
      for (const catalog::Country& c : reference_.countries()) codes.push_back(c.code);
      std::string upper = *text;
      std::ranges::transform(upper, upper.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      });
      wrong(element, fmt::format("\"{}\" is not a known country", json::visible(*text)),
            reference_.country(upper) != nullptr ? fmt::format("did you mean \"{}\"?", upper)
                                                 : json::did_you_mean(*text, codes));
    });
  }

  void options(NodeId map) {
    const std::span<const NodeId> entries = ast_.children_of(map);
    for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
      const std::string* key = text_of(entries[i]);
      if (key == nullptr) continue;
      one_of(entries[i], "option", option_names());
      if (*key == "rights" || *key == "also_rights") {
        each_element(entries[i + 1], [&](NodeId e) { one_of(e, "right", right_names()); });
      } else if (*key == "limbs" || *key == "except_limbs") {
        each_element(entries[i + 1], [&](NodeId e) { one_of(e, "limb", limb_names()); });
      } else if (*key == "except") {
        holders(entries[i + 1], true);
      } else if (*key == "by" || *key == "dispersed") {
        for (const NodeId e : branches(entries[i + 1])) one_of(e, "value of " + *key, words(*key));
      }
    }
  }

  static std::span<const std::string_view> words(std::string_view key) {
    static constexpr std::string_view by[] = {"voting", "equity"};
    static constexpr std::string_view dispersed[] = {"anybody", "nobody"};
    return key == "by" ? std::span<const std::string_view>(by)
                       : std::span<const std::string_view>(dispersed);
  }

  void one_of(NodeId id, std::string_view what, std::span<const std::string_view> known) {
    const std::string* text = text_of(id);
    if (text == nullptr || std::ranges::find(known, *text) != known.end()) return;
    const std::vector<std::string_view> names(known.begin(), known.end());
    std::string hint = json::did_you_mean(*text, names);
    if (hint.empty()) hint = fmt::format("one of \"{}\"", fmt::join(names, "\", \""));
    wrong(id, fmt::format("\"{}\" is not a known {}", json::visible(*text), what), std::move(hint));
  }

  void wrong(NodeId id, std::string message, std::string hint) {
    problems_.push_back({.severity = json::Severity::error,
                         .code = "cel/literal",
                         .message = std::move(message),
                         .place = {ast_.source, ast_.node(id).range, {}},
                         .related = {},
                         .hint = std::move(hint)});
  }

  const Ast& ast_;
  const catalog::Reference& reference_;
  json::Diagnostics problems_;
};

}  // namespace

json::Diagnostics check_literals(const Ast& ast, const catalog::Reference& reference) {
  return LiteralCheck(ast, reference).run();
}

}  // namespace sovrisk::criteria
