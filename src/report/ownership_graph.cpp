// Pictures for other programs to draw: Graphviz and Mermaid. What is not disclosed is dashed.
#include "ownership_words.hpp"
#include "width.hpp"

#include <set>

#include <fmt/format.h>

namespace sovrisk::report {

using ownership::Branch;

namespace {

// The stakes and gaps of a survey, each once.
struct Edge {
  std::string from;
  std::string to;
  std::vector<std::string> label;  // lines
  bool dashed = false;
};
struct Node {
  std::string id;                  // safe in both formats
  std::vector<std::string> label;  // lines
  enum class Look : std::uint8_t { entity, root, undisclosed, dispersed } look = Look::entity;
};
struct Drawing {
  std::vector<Node> nodes;
  std::vector<Edge> edges;
};

std::string node_id(std::size_t entity) {
  return "n" + std::to_string(entity);
}

void draw_gaps(Drawing& drawing, const OwnershipSurvey::Line& line) {
  const std::size_t entity = line.entity;
  if (const auto open = undisclosed_texts(line); !open.empty()) {
    const std::string id = "u" + std::to_string(entity);
    drawing.nodes.push_back({id, {"undisclosed"}, Node::Look::undisclosed});
    drawing.edges.push_back({id, node_id(entity), open, true});
  }
  if (const std::string rest = dispersed_text(line); !rest.empty()) {
    const std::string id = "d" + std::to_string(entity);
    drawing.nodes.push_back({id, {"dispersed"}, Node::Look::dispersed});
    drawing.edges.push_back({id, node_id(entity), {rest}, false});
  }
}

Drawing drawing_of(const OwnershipSurvey& survey) {
  Drawing drawing;
  for (std::size_t i = 0; i < survey.entities.size(); ++i) {
    const OwnershipSurvey::Entity& entity = survey.entities[i];
    Node node{node_id(i), {}, i == 0 ? Node::Look::root : Node::Look::entity};
    node.label.emplace_back(survey.name_of(entity.id));
    std::string note = entity.kind;
    const std::string seats = seats_text(entity.seats);
    if (!seats.empty()) note += (note.empty() ? "" : ", ") + seats;
    if (!note.empty()) node.label.push_back(std::move(note));
    drawing.nodes.push_back(std::move(node));
  }
  for (const OwnershipSurvey::Line& line : survey.tree) {
    const Branch& branch = line.branch;
    if (branch.stake) {
      Edge edge{node_id(line.entity),
                node_id(survey.index.find(branch.stake->owned)->second),
                {},
                branch.stake->perhaps};
      const std::string stake = stake_text(*branch.stake);
      edge.label.push_back(stake.empty() ? "stake not disclosed" : stake);
      if (stake.empty()) edge.dashed = true;
      for (const std::string& right : branch.stake->rights) edge.label.push_back(right);
      drawing.edges.push_back(std::move(edge));
    }
    if (!branch.repeated) draw_gaps(drawing, line);
  }
  return drawing;
}

// ---- Graphviz ----

// A double-quoted string: the quote and the backslash mean something in it, and so do the entities
// of HTML.
std::string dot_text(std::string_view text) {
  std::string out;
  for (const char c : one_line(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
    if (c == '&') out += "amp;";
  }
  return out;
}

std::string dot_label(const std::vector<std::string>& lines) {
  std::string out = "\"";
  for (std::size_t i = 0; i < lines.size(); ++i) out += (i > 0 ? "\\n" : "") + dot_text(lines[i]);
  return out + '"';
}

std::string_view dot_style(Node::Look look) {
  switch (look) {
    case Node::Look::root:
      return ", penwidth=2";
    case Node::Look::undisclosed:
      return ", style=dashed";
    case Node::Look::dispersed:
      return ", style=dotted";
    default:
      return "";
  }
}

// ---- Mermaid ----

// Everything but letters, digits and harmless marks as an entity code, of which Mermaid reads
// nothing else out.
std::string mermaid_text(std::string_view text) {
  constexpr std::string_view harmless = " .,-+:/%";
  std::string out;
  for (const char c : one_line(text)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       (c >= '0' && c <= '9') || harmless.find(c) != harmless.npos;
    if (plain) {
      out += c;
    } else {
      out += fmt::format("#{};", static_cast<unsigned>(byte));
    }
  }
  return out;
}

std::string mermaid_label(const std::vector<std::string>& lines) {
  std::string out = "\"";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out += (i > 0 ? "<br/>" : "") + mermaid_text(lines[i]);
  }
  return out + '"';
}

std::string_view mermaid_class(Node::Look look) {
  switch (look) {
    case Node::Look::root:
      return ":::root";
    case Node::Look::undisclosed:
      return ":::undisclosed";
    case Node::Look::dispersed:
      return ":::dispersed";
    default:
      return "";
  }
}

}  // namespace

std::string ownership_dot(const OwnershipSurvey& survey) {
  const Drawing drawing = drawing_of(survey);
  std::string out = "digraph ownership {\n";
  out += fmt::format("  label={};\n", dot_label({survey.profile.name, "as of " + survey.as_of}));
  out += "  node [shape=box];\n";
  for (const Node& node : drawing.nodes) {
    out +=
        fmt::format("  {} [label={}{}];\n", node.id, dot_label(node.label), dot_style(node.look));
  }
  for (const Edge& edge : drawing.edges) {
    out += fmt::format("  {} -> {} [label={}{}];\n", edge.from, edge.to, dot_label(edge.label),
                       edge.dashed ? ", style=dashed" : "");
  }
  return out + "}\n";
}

std::string ownership_mermaid(const OwnershipSurvey& survey) {
  const Drawing drawing = drawing_of(survey);
  std::string out = "flowchart TD\n";
  for (const Node& node : drawing.nodes) {
    out +=
        fmt::format("  {}[{}]{}\n", node.id, mermaid_label(node.label), mermaid_class(node.look));
  }
  for (const Edge& edge : drawing.edges) {
    out += fmt::format("  {} {}|{}| {}\n", edge.from, edge.dashed ? "-.->" : "-->",
                       mermaid_label(edge.label), edge.to);
  }
  out += "  classDef root stroke-width:3px\n";
  out += "  classDef undisclosed stroke-dasharray:6 4\n";
  out += "  classDef dispersed stroke-dasharray:2 3\n";
  return out;
}

}  // namespace sovrisk::report
