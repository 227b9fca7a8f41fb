#include "uri.hpp"

#include "support.hpp"

using namespace sovrisk;

TEST_CASE("references resolve as RFC 3986 says") {
  struct Case {
    const char* base;
    const char* reference;
    const char* expected;
  };
  const char* rfc = "http://a/b/c/d;p?q";
  for (const Case& one : std::vector<Case>{
           {rfc, "g:h", "g:h"},
           {rfc, "g", "http://a/b/c/g"},
           {rfc, "./g", "http://a/b/c/g"},
           {rfc, "g/", "http://a/b/c/g/"},
           {rfc, "/g", "http://a/g"},
           {rfc, "//g", "http://g"},
           {rfc, "?y", "http://a/b/c/d;p?y"},
           {rfc, "g?y", "http://a/b/c/g?y"},
           {rfc, "#s", "http://a/b/c/d;p?q#s"},
           {rfc, "", "http://a/b/c/d;p?q"},
           {rfc, ".", "http://a/b/c/"},
           {rfc, "../g", "http://a/b/g"},
           {rfc, "../..", "http://a/"},
           {rfc, "../../../g", "http://a/g"},
           {rfc, "/./g", "http://a/g"},
           {rfc, "g/../h", "http://a/b/c/h"},
           {"http://a", "b", "http://a/b"},
           {"profile-1.schema.json", "context-1.schema.json#/x", "context-1.schema.json#/x"},
           {"dir/profile.json", "../context.json", "context.json"},
           {"urn:uuid:1", "#x", "urn:uuid:1#x"},
           {"http://a/b", "urn:uuid:2", "urn:uuid:2"},
       }) {
    CAPTURE(one.base, one.reference);
    CHECK(schema::resolve_uri(one.base, one.reference) == one.expected);
  }
}

TEST_CASE("percent escapes are decoded, and others left") {
  CHECK(schema::percent_decode("a%25b%2fC") == "a%b/C");
  CHECK(schema::percent_decode("50%") == "50%");
  CHECK(schema::percent_decode("%zz") == "%zz");
}
