#include <gmock/gmock.h>

#include "exporter/explain/explain_command.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::SizeIs;

Assessment Known() {
  Assessment assessment;
  for (const ObjectKey& key :
       {ObjectKey{"cnpg", "shop", "Cluster", "orders"}, ObjectKey{"cnpg", "crm", "Cluster", "orders"},
        ObjectKey{"velero", "velero", "Schedule", "nightly"}, ObjectKey{"s3", "", "Bucket", "backups"}})
    assessment.rows.emplace_back().key = key;
  return assessment;
}

std::vector<ObjectKey> Called(const std::string& object) {
  const Assessment known = Known();
  std::vector<ObjectKey> keys;
  const Result<std::vector<const Row*>> rows = RowsCalled(object, known);
  if (rows.ok())
    for (const Row* row : *rows) keys.push_back(row->key);
  return keys;
}

TEST(ExplainTest, AThingIsCalledByAsMuchOfItsNameAsIsNeeded) {
  const Assessment known = Known();
  EXPECT_THAT(Called("orders"), SizeIs(2));
  EXPECT_THAT(Called("shop/orders"), ElementsAre(known.rows[0].key));
  EXPECT_THAT(Called("schedule/nightly"), ElementsAre(known.rows[2].key));
  EXPECT_THAT(Called("cnpg/crm/Cluster/orders"), ElementsAre(known.rows[1].key));
  EXPECT_THAT(Called("s3/-/Bucket/backups"), ElementsAre(known.rows[3].key));
}

TEST(ExplainTest, AWorkloadIsToldWithItsObject) {
  Assessment known = Known();
  Row& workload = known.rows.emplace_back();
  workload.subject = Subject::kWorkload;
  workload.key = {"kubernetes", "shop", "Cluster", "orders"};
  EXPECT_THAT(*RowsCalled("shop/orders", known), SizeIs(1));
}

TEST(ExplainTest, AnUnknownNameSaysWhichThereAre) {
  const Assessment known = Known();
  const Result<std::vector<const Row*>> near = RowsCalled("shop/order", known);
  ASSERT_FALSE(near.ok());
  EXPECT_THAT(near.error().message, HasSubstr("there are cnpg/shop/Cluster/orders, cnpg/crm/Cluster/orders"));
  EXPECT_THAT(RowsCalled("zzz", known).error().message, HasSubstr("s3/-/Bucket/backups"));
  EXPECT_THAT(RowsCalled("zzz", {}).error().message, HasSubstr("nothing was found"));
}

TEST(ExplainTest, TooManyAreNamedInsteadOfTold) {
  Assessment many;
  for (int i = 0; i < 20; ++i)
    many.rows.emplace_back().key = {"cnpg", "n" + std::to_string(i), "Cluster", "db"};
  EXPECT_THAT(RowsCalled("db", many).error().message,
              HasSubstr("20 things are called so, name one of them: cnpg/n0/Cluster/db"));
}

}  // namespace
}  // namespace lastgood
