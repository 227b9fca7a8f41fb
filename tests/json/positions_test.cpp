// Generated documents whose places are known to the generator, not to the parser.
#include "support.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <sovrisk/json/document.hpp>
#include <sovrisk/json/pointer.hpp>
#include <sovrisk/json/write.hpp>

namespace json = sovrisk::json;

namespace {

struct Placed {
  std::string pointer;
  json::Range range;
  json::Range key;  // {0, 0}: not a member
};

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  void document() {
    space();
    value("", {}, 0);
    space();
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::vector<Placed>& placed() const { return placed_; }

 private:
  std::uint32_t pick(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }
  [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(text_.size()); }

  void space() {
    static const char* const kSpaces[] = {"", "", "", " ", "  ", "\n", "\r\n", "\t", " \n\n "};
    text_ += kSpaces[pick(9)];
  }

  void string() {
    static const char* const kPieces[] = {"a",
                                          "B",
                                          " ",
                                          "é",
                                          "漢",
                                          "😀",
                                          "\\n",
                                          "\\\"",
                                          "\\\\",
                                          "\\u00e9",
                                          "/",
                                          "\\/",
                                          "\\ud83d\\ude00",
                                          ",",
                                          ":",
                                          "]",
                                          "}",
                                          "1"};
    text_ += '"';
    for (std::uint32_t n = pick(6); n > 0; --n) text_ += kPieces[pick(18)];
    text_ += '"';
  }

  void scalar() {
    static const char* const kScalars[] = {"null",
                                           "true",
                                           "false",
                                           "0",
                                           "-0",
                                           "12",
                                           "-3.25",
                                           "1e5",
                                           "0.5",
                                           "2E-3",
                                           "9223372036854775808",
                                           "7"};
    const std::uint32_t n = pick(16);
    if (n < 12) {
      text_ += kScalars[n];
    } else {
      string();
    }
  }

  void value(const std::string& pointer, json::Range key, int depth) {
    const std::size_t mine = placed_.size();
    placed_.push_back({pointer, {here(), 0}, key});
    const std::uint32_t form = depth > 5 ? 9 : pick(10);
    if (form < 3) {
      array(pointer, depth);
    } else if (form < 6) {
      object(pointer, depth);
    } else {
      scalar();
    }
    placed_[mine].range.end = here();
  }

  void array(const std::string& pointer, int depth) {
    text_ += '[';
    space();
    const std::uint32_t count = pick(5);
    for (std::uint32_t i = 0; i < count; ++i) {
      if (i > 0) text_ += ',';
      space();
      value(json::child(pointer, std::size_t{i}), {}, depth + 1);
      space();
    }
    text_ += ']';
  }

  void object(const std::string& pointer, int depth) {
    text_ += '{';
    space();
    const std::uint32_t count = pick(12) == 0 ? 20 : pick(5);
    for (std::uint32_t i = 0; i < count; ++i) {
      if (i > 0) text_ += ',';
      space();
      // The decoded form and the written one of a key that no other member has.
      static const std::pair<const char*, const char*> kEnds[] = {
          {"", ""}, {"/~", "\\u002f~"}, {"é", "é"}, {"\n", "\\n"}};
      const auto& [decoded, written] = kEnds[pick(4)];
      const std::string number = std::to_string(i);
      const json::Range key{here(), static_cast<std::uint32_t>(here() + 3 + number.size() +
                                                               std::string_view(written).size())};
      text_ += "\"k" + number + written + '"';
      space();
      text_ += ':';
      space();
      value(json::child(pointer, "k" + number + decoded), key, depth + 1);
      space();
    }
    text_ += '}';
  }

  std::mt19937 random_;
  std::string text_;
  std::vector<Placed> placed_;
};

const json::Member* member_at(const json::Document& doc, const std::string& pointer) {
  const auto tokens = json::split(pointer);
  const auto* const parent = doc.at(pointer.substr(0, pointer.rfind('/')));
  for (const json::Member& m : parent->members()) {
    if (m.key == tokens->back()) return &m;
  }
  return nullptr;
}

// Slowly and plainly: what position() should give for an offset.
json::Position slow_position(const std::string& text, std::uint32_t offset) {
  json::Position at{1, 1};
  for (std::uint32_t i = 0; i < offset; ++i) {
    if (text[i] == '\n') {
      at = {at.line + 1, 1};
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u) {
      ++at.column;
    }
  }
  return at;
}

constexpr int kDocuments = 400;

}  // namespace

TEST_CASE("every value and key of a generated document is where it was written") {
  const std::uint32_t seed = test_seed();
  for (int i = 0; i < kDocuments; ++i) {
    Generator generator(seed + static_cast<std::uint32_t>(i));
    generator.document();
    CAPTURE(seed, i, generator.text());
    const auto doc = must_parse(generator.text());
    for (const Placed& p : generator.placed()) {
      CAPTURE(p.pointer);
      const auto* const found = doc.at(p.pointer);
      REQUIRE(found != nullptr);
      REQUIRE(found->range() == p.range);
      REQUIRE(doc.place(p.pointer).range == p.range);
      REQUIRE(doc.position(p.pointer) == slow_position(generator.text(), p.range.begin));
      if (p.key != json::Range{}) {
        const auto* const member = member_at(doc, p.pointer);
        REQUIRE(member != nullptr);
        REQUIRE(member->key_range == p.key);
      }
    }
  }
}

TEST_CASE("what is written reads back equal, and writes the same again") {
  const std::uint32_t seed = test_seed();
  for (int i = 0; i < kDocuments; ++i) {
    Generator generator(seed + static_cast<std::uint32_t>(i));
    generator.document();
    CAPTURE(seed, i, generator.text());
    const auto doc = must_parse(generator.text());
    const std::string compact = json::write(doc.root());
    const auto again = must_parse(compact);
    REQUIRE(json::equal(doc.root(), again.root()));
    REQUIRE(json::write(again.root()) == compact);
    const auto pretty = must_parse(json::write(doc.root(), 2));
    REQUIRE(json::write(pretty.root()) == compact);
  }
}

TEST_CASE("a cut or damaged document never harms, and problems are told in order and in place") {
  const std::uint32_t seed = test_seed();
  std::mt19937 random(seed);
  int refused = 0;
  for (int i = 0; i < 3000; ++i) {
    Generator generator(seed + static_cast<std::uint32_t>(i % kDocuments));
    generator.document();
    std::string text = generator.text();
    const std::size_t at = random() % text.size();
    switch (random() % 4) {
      case 0:
        text.resize(at);
        break;
      case 1:
        text[at] = static_cast<char>(random() % 256);
        break;
      case 2:
        text.erase(at, 1 + random() % 3);
        break;
      default:
        text.insert(at, 1, ",:[]{}\"'\\0-/x\x01\xff"[random() % 15]);
        break;
    }
    CAPTURE(seed, i, text);
    const auto doc = json::parse("damaged.json", text);
    if (doc) continue;
    ++refused;
    REQUIRE_FALSE(doc.error().empty());
    std::uint32_t last = 0;
    for (const json::Diagnostic& d : doc.error()) {
      REQUIRE_FALSE(d.message.empty());
      REQUIRE(d.message != "this is not valid JSON");
      REQUIRE(d.place.range.begin >= last);
      REQUIRE(d.place.range.begin <= text.size());
      REQUIRE(d.place.range.end > d.place.range.begin);
      REQUIRE(json::position_of(d.place).line > 0);
      last = d.place.range.begin;
      for (const char c : json::render(d)) {
        REQUIRE((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
      }
    }
  }
  CHECK(refused > 1000);
}

TEST_CASE("edits of generated documents keep the positions of the rest") {
  const std::uint32_t seed = test_seed();
  std::mt19937 random(seed);
  for (int i = 0; i < kDocuments; ++i) {
    Generator generator(seed + static_cast<std::uint32_t>(i));
    generator.document();
    auto doc = must_parse(generator.text());
    const auto& all = generator.placed();
    const std::string target = all[random() % all.size()].pointer;
    CAPTURE(seed, i, generator.text(), target);
    REQUIRE(doc.set(target, doc.builder().string("new")));
    for (const Placed& p : all) {
      CAPTURE(p.pointer);
      const bool gone = p.pointer.starts_with(target + "/");
      const auto* const found = doc.at(p.pointer);
      REQUIRE((found == nullptr) == gone);
      if (gone) continue;
      REQUIRE(found->range() == (p.pointer == target ? json::Range{} : p.range));
      if (p.key != json::Range{}) REQUIRE(member_at(doc, p.pointer)->key_range == p.key);
    }
  }
}
