// The documents that are written from the code are what the code says.
#include <gtest/gtest.h>

#include "catalog/document.h"
#include "tests/support/golden.h"

namespace lastgood {
namespace {

TEST(DocumentsTest, MetricsMdIsWhatTheCatalogueSays) { ExpectGolden("docs/metrics.md", MetricsDocument()); }

}  // namespace
}  // namespace lastgood
