#include "net/kube/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lastgood {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const Resource kBackups{"velero.io", "v1", "backups", "Backup"};

std::string Refused(const std::string& message) {
  const nlohmann::json status = {{"kind", "Status"}, {"message", message}};
  return ErrorFromAnswer({403, {}, status.dump()}, kBackups, "").message;
}

TEST(KubeAnswerTest, ARefusalKeepsItsDecisiveEnd) {
  const std::string user = "system:serviceaccount:" + std::string(60, 'n') + ":" + std::string(200, 's');
  EXPECT_THAT(
      Refused("backups.velero.io is forbidden: User \"" + user +
              "\" cannot list resource \"backups\" in API group \"velero.io\" at the cluster scope: RBAC: "
              "clusterrole.rbac.authorization.k8s.io \"lastgood\" not found"),
      AllOf(
          HasSubstr(
              "list backups.velero.io in all namespaces: the server answered 403: backups.velero.io is"),
          HasSubstr("RBAC: clusterrole.rbac.authorization.k8s.io \"lastgood\" not found; the binding names a "
                    "role that is not there: restore the role"),
          Not(HasSubstr("add to the role"))));
}

TEST(KubeAnswerTest, AMissingRuleIsNamed) {
  EXPECT_THAT(Refused("backups.velero.io is forbidden: User \"x\" cannot list resource \"backups\""),
              HasSubstr("add to the role: apiGroups [\"velero.io\"], resources [\"backups\"], verbs "
                        "[\"list\", \"watch\"]"));
}

TEST(KubeAnswerTest, AnHtmlPageIsCalledOne) {
  EXPECT_THAT(ErrorFromAnswer({502, {}, "<html><title>502 Bad Gateway</title></html>"}, kBackups, "").message,
              HasSubstr("the server answered 502: an HTML page (\"502 Bad Gateway\")"));
}

TEST(KubeAnswerTest, WhatAServerSaysIsShownWithoutSecrets) {
  EXPECT_THAT(Refused("webhook https://u:hunter2@policy/check?token=hunter2 says no"),
              Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace lastgood
