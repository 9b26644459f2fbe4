//! What it is for: OpenShift kinds written without their API group, as all of them were before version 3.6.
//! In: `apiVersion` and `kind`. Out: the group in which today's servers have the kind.
//! Never: a kind that Kubernetes itself has in `v1`.

/// The group of an OpenShift kind that stands in `v1`; its version there is `v1` too.
pub(super) fn group_of(kind: &str) -> Option<&'static str> {
    let one = kind.strip_suffix("List").unwrap_or(kind);
    Some(match one {
        "ClusterRole"
        | "ClusterRoleBinding"
        | "IsPersonalSubjectAccessReview"
        | "LocalResourceAccessReview"
        | "LocalSubjectAccessReview"
        | "ResourceAccessReview"
        | "Role"
        | "RoleBinding"
        | "RoleBindingRestriction"
        | "SelfSubjectRulesReview"
        | "SubjectAccessReview"
        | "SubjectRulesReview" => "authorization.openshift.io",
        "DeploymentConfig" | "DeploymentConfigRollback" | "DeploymentLog" | "DeploymentRequest" => {
            "apps.openshift.io"
        }
        "BinaryBuildRequestOptions" | "Build" | "BuildConfig" | "BuildLog" | "BuildRequest" => {
            "build.openshift.io"
        }
        "Image" | "ImageSignature" | "ImageStream" | "ImageStreamImage" | "ImageStreamImport"
        | "ImageStreamMapping" | "ImageStreamTag" => "image.openshift.io",
        "ClusterNetwork" | "EgressNetworkPolicy" | "HostSubnet" | "NetNamespace" => "network.openshift.io",
        "OAuthAccessToken"
        | "OAuthAuthorizeToken"
        | "OAuthClient"
        | "OAuthClientAuthorization"
        | "OAuthRedirectReference" => "oauth.openshift.io",
        "Project" | "ProjectRequest" => "project.openshift.io",
        "AppliedClusterResourceQuota" | "ClusterResourceQuota" => "quota.openshift.io",
        "Route" => "route.openshift.io",
        "PodSecurityPolicyReview"
        | "PodSecurityPolicySelfSubjectReview"
        | "PodSecurityPolicySubjectReview"
        | "RangeAllocation"
        | "SecurityContextConstraints" => "security.openshift.io",
        "BrokerTemplateInstance" | "Template" | "TemplateInstance" => "template.openshift.io",
        "Group" | "Identity" | "User" | "UserIdentityMapping" => "user.openshift.io",
        _ => return None,
    })
}
