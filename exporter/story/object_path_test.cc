#include "exporter/story/object_path.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lastgood {
namespace {

TEST(ObjectPathTest, EachPartIsEncodedAndReadBack) {
  for (const ObjectKey& key :
       {ObjectKey{"cnpg", "shop", "Cluster", "orders"}, ObjectKey{"s3", "", "Bucket", "b"},
        ObjectKey{"jobs", "", "Job", "a/b c+d?#%"}, ObjectKey{"x", "n", "", "\"><i>"}}) {
    const std::string path = ObjectPath(key);
    EXPECT_EQ(std::ranges::count(path, '/'), 4) << path;
    EXPECT_EQ(ReadObjectPath("/" + path), key) << path;
  }
  EXPECT_EQ(ObjectPath({"s3", "", "Bucket", "b"}), "object/s3/-/Bucket/b");
}

// Alerts write an empty namespace as "-", and some proxies make one slash of two.
TEST(ObjectPathTest, AnEmptyNamespaceMayBeLeftOut) {
  const ObjectKey bucket{"s3", "", "Bucket", "b"};
  EXPECT_EQ(ReadObjectPath("/object/s3//Bucket/b"), bucket);
  EXPECT_EQ(ReadObjectPath("/object/s3/Bucket/b"), bucket);
}

TEST(ObjectPathTest, WhatNamesNothingIsNoPath) {
  for (const char* path :
       {"/object/", "/object/a", "/object/a/b", "/object/a/b/c/", "/object/a/b/c/d/e", "/object/a/b/c/d/"})
    EXPECT_EQ(ReadObjectPath(path), std::nullopt) << path;
}

}  // namespace
}  // namespace lastgood
