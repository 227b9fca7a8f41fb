#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <sovrisk/cel/type.hpp>

namespace sovrisk::cel {

namespace {
constexpr std::uint32_t no_number = 0xffffffff;
constexpr std::uint32_t max_size = 1u << 24;
const std::string no_name;
}  // namespace

struct Type::Node {
  TypeKind kind = TypeKind::dyn;
  bool has_parameters = false;
  std::uint32_t number = no_number;
  std::uint32_t depth = 1;
  std::uint32_t size = 1;
  std::vector<Type> parameters = {};
  std::string name = {};
  std::shared_ptr<const RecordType> record = {};
  std::shared_ptr<const Domain> domain = {};
};

bool Domain::contains(std::string_view value) const {
  return std::binary_search(values.begin(), values.end(), value,
                            [](std::string_view a, std::string_view b) { return a < b; });
}

int RecordType::slot(std::string_view field) const {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == field) return static_cast<int>(i);
  }
  return -1;
}

// Handles to basic types share a static node and no reference count.
Type Type::basic(TypeKind kind) {
  static const auto nodes = [] {
    std::array<Node*, static_cast<std::size_t>(TypeKind::error) + 1> made{};
    static std::array<Node, static_cast<std::size_t>(TypeKind::error) + 1> storage;
    for (std::size_t i = 0; i < storage.size(); ++i) {
      storage[i].kind = static_cast<TypeKind>(i);
      made[i] = &storage[i];
    }
    return made;
  }();
  return Type(std::shared_ptr<const Node>(std::shared_ptr<const Node>(),
                                          nodes[static_cast<std::size_t>(kind)]));
}

Type Type::make(TypeKind kind, std::vector<Type> parameters) {
  auto node = std::make_shared<Node>();
  node->kind = kind;
  for (const Type& one : parameters) {
    node->depth = std::max(node->depth, one.depth() + 1);
    node->size = std::min(max_size, node->size + one.size());
    node->has_parameters = node->has_parameters || one.has_parameters();
  }
  node->parameters = std::move(parameters);
  return Type(std::move(node));
}

Type::Type() : Type(basic(TypeKind::dyn)) {}
Type::Type(std::shared_ptr<const Node> node) : node_(std::move(node)) {}

Type Type::dyn() {
  return basic(TypeKind::dyn);
}
Type Type::null_type() {
  return basic(TypeKind::null_type);
}
Type Type::boolean() {
  return basic(TypeKind::boolean);
}
Type Type::int64() {
  return basic(TypeKind::int64);
}
Type Type::uint64() {
  return basic(TypeKind::uint64);
}
Type Type::float64() {
  return basic(TypeKind::float64);
}
Type Type::string() {
  return basic(TypeKind::string);
}
Type Type::bytes() {
  return basic(TypeKind::bytes);
}
Type Type::timestamp() {
  return basic(TypeKind::timestamp);
}
Type Type::duration() {
  return basic(TypeKind::duration);
}
Type Type::type() {
  return basic(TypeKind::type);
}
Type Type::error() {
  return basic(TypeKind::error);
}

Type Type::string_of(std::shared_ptr<const Domain> domain) {
  auto node = std::make_shared<Node>();
  node->kind = TypeKind::string;
  node->domain = std::move(domain);
  return Type(std::move(node));
}

Type Type::list(Type element) {
  return make(TypeKind::list, {std::move(element)});
}
Type Type::map(Type key, Type value) {
  return make(TypeKind::map, {std::move(key), std::move(value)});
}
Type Type::type_of(Type of) {
  return make(TypeKind::type, {std::move(of)});
}
Type Type::optional(Type of) {
  return make(TypeKind::optional, {std::move(of)});
}

Type Type::record(std::shared_ptr<const RecordType> record) {
  auto node = std::make_shared<Node>();
  node->kind = TypeKind::record;
  node->record = std::move(record);
  return Type(std::move(node));
}

Type Type::opaque(std::string name, std::vector<Type> parameters) {
  Type made = make(TypeKind::opaque, std::move(parameters));
  auto node = std::make_shared<Node>(*made.node_);
  node->name = std::move(name);
  return Type(std::move(node));
}

Type Type::parameter(std::string name) {
  auto node = std::make_shared<Node>();
  node->kind = TypeKind::parameter;
  node->name = std::move(name);
  node->has_parameters = true;
  return Type(std::move(node));
}

Type Type::variable(std::uint32_t number) {
  auto node = std::make_shared<Node>();
  node->kind = TypeKind::parameter;
  node->number = number;
  node->has_parameters = true;
  return Type(std::move(node));
}

TypeKind Type::kind() const {
  return node_->kind;
}
std::span<const Type> Type::parameters() const {
  return node_->parameters;
}
const std::string& Type::name() const {
  return node_->name;
}
const RecordType* Type::record() const {
  return node_->record.get();
}
const Domain* Type::domain() const {
  return node_->domain.get();
}
std::uint32_t Type::number() const {
  return node_->number;
}
std::uint32_t Type::depth() const {
  return node_->depth;
}
std::uint32_t Type::size() const {
  return node_->size;
}
bool Type::has_parameters() const {
  return node_->has_parameters;
}

bool operator==(const Type& a, const Type& b) {
  if (a.node_ == b.node_) return true;
  if (a.kind() != b.kind() || a.depth() != b.depth() || a.size() != b.size()) return false;
  if (a.record() != b.record()) {
    if (a.record() == nullptr || b.record() == nullptr) return false;
    if (a.record()->name != b.record()->name) return false;
  }
  if (a.number() != b.number() || a.name() != b.name()) return false;
  return std::ranges::equal(a.parameters(), b.parameters());
}

}  // namespace sovrisk::cel
