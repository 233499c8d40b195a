#include "net/manifests/locate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/objects/object.h"

namespace lastgood {
namespace {

const WrittenObject kClaim{"PersistentVolumeClaim", "shop", "data"};

std::string Placed(std::string text, const WrittenObject& object = kClaim) {
  Pad(text);
  Places places;
  LocateObjects("f.yaml", text, {object}, [] { return false; }, places);
  const auto found = places.find(object);
  return found == places.end() ? "nowhere" : found->second.file + ":" + std::to_string(found->second.line);
}

TEST(LocateTest, TheLineIsTheOneThatSaysTheName) {
  EXPECT_EQ(Placed("# claims\n"
                   "kind: PersistentVolumeClaim\n"
                   "apiVersion: v1\n"
                   "metadata: {name: data-old, namespace: shop}\n"
                   "---\n"
                   "apiVersion: v1\n"
                   "kind: PersistentVolumeClaim\n"
                   "metadata:\n"
                   "  namespace: shop\n"
                   "  name: data\n"),
            "f.yaml:10");
}

TEST(LocateTest, AnotherNamespaceOrKindIsAnotherObject) {
  EXPECT_EQ(Placed("kind: PersistentVolumeClaim\napiVersion: v1\nmetadata: {name: data, namespace: crm}\n"),
            "nowhere");
  EXPECT_EQ(Placed("kind: Secret\napiVersion: v1\nmetadata: {name: data, namespace: shop}\n"), "nowhere");
}

TEST(LocateTest, ItemsOfListsAreFoundInYamlAndJson) {
  EXPECT_EQ(
      Placed(
          "kind: List\napiVersion: v1\nitems:\n- kind: PersistentVolumeClaim\n  apiVersion: v1\n  metadata:\n"
          "    name: 'other'\n- kind: PersistentVolumeClaim\n  apiVersion: v1\n  metadata:\n    name: data\n"
          "    namespace: shop\n"),
      "f.yaml:11");
  EXPECT_EQ(Placed(R"({"kind":"List","apiVersion":"v1","items":[
{"kind":"PersistentVolumeClaim","apiVersion":"v1",
"metadata":{"name":"data","namespace":"shop"}}]})"),
            "f.yaml:3");
}

TEST(LocateTest, WhatKustomizeRenderedIsWhereItsAnnotationSays) {
  EXPECT_EQ(Placed("kind: PersistentVolumeClaim\napiVersion: v1\nmetadata:\n  name: data\n  namespace: shop\n"
                   "  annotations:\n    config.kubernetes.io/origin: |\n      path: base/claims.yaml\n"),
            "base/claims.yaml:1");
  EXPECT_EQ(Placed("kind: PersistentVolumeClaim\napiVersion: v1\nmetadata:\n  name: data\n  namespace: shop\n"
                   "  annotations:\n    config.kubernetes.io/origin: |\n      path: a.yaml\n      repo: "
                   "https://x.example/y\n"),
            "f.yaml:4")
      << "a file of another repository is none of this one";
}

TEST(LocateTest, WhatCannotBeReadIsPassedOver) {
  EXPECT_EQ(Placed("{{ data }}\n---\nkind: PersistentVolumeClaim\napiVersion: v1\nmetadata: {name: data, "
                   "namespace: shop}\n"),
            "f.yaml:5");
}

}  // namespace
}  // namespace lastgood
