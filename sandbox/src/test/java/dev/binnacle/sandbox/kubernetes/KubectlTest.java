package dev.binnacle.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.TestPorts;
import dev.binnacle.sandbox.kubernetes.Kubectl.Said;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kubectl believes that the simulated cluster is one. */
class KubectlTest {
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: NAME, namespace: default}
      spec:
        replicas: 2
        selector: {matchLabels: {app: NAME}}
        template:
          metadata: {labels: {app: NAME}}
          spec: {containers: [{name: web, image: "web:1"}]}
      """;

  @TempDir private static Path home;
  private static KubernetesSimulator cluster;
  private static Kubectl kubectl;

  @BeforeAll
  static void start() throws Exception {
    kubectl = new Kubectl(home);
    cluster = KubernetesSimulator.start(SimulatorSettings.usual().withPorts(TestPorts.RANGE));
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @Test
  void getPrintsTables() throws Exception {
    assertThat(admin("kubectl get nodes"))
        .containsPattern("NAME +STATUS +ROLES +AGE +VERSION")
        .containsPattern("cp-1 +Ready +control-plane,etcd,master +\\S+ +v1.33.4\\+rke2r1")
        .containsPattern("worker-6 +Ready +<none>");
    assertThat(admin("kubectl get pods -n shop -o wide"))
        .containsPattern("NAME +READY +STATUS +RESTARTS +AGE +IP +NODE");
    assertThat(admin("kubectl get all -A"))
        .contains("deployment.apps/web", "daemonset.apps/rke2-canal");
    assertThat(admin("kubectl get pdb,pv,pvc,sc,events,leases,cm,secrets,sa -A"))
        .contains("poddisruptionbudget");
  }

  @Test
  void getPrintsOtherForms() throws Exception {
    assertThat(admin("kubectl get node worker-1 -o yaml"))
        .contains("kind: Node", "  name: worker-1");
    assertThat(admin("kubectl get nodes -o jsonpath='{.items[*].metadata.name}'"))
        .startsWith("cp-1 cp-2 cp-3 worker-1");
    assertThat(admin("kubectl get nodes --chunk-size=2 -o name"))
        .isEqualTo(admin("kubectl get nodes -o name"));
    assertThat(admin("kubectl get pods -n shop -l 'app.kubernetes.io/name in (billing)' -o name"))
        .startsWith("pod/billing-");
  }

  @Test
  void getFollowsChanges() throws Exception {
    assertThat(
            admin(
                """
                kubectl create configmap watched --from-literal=a=b >/dev/null
                (kubectl get configmap watched -w -o name --request-timeout=8s || true) > watched.txt &
                sleep 2
                kubectl label configmap watched seen=yes >/dev/null
                wait
                cat watched.txt
                """))
        .isEqualTo("configmap/watched\nconfigmap/watched\n");
  }

  @Test
  void describeTellsTheStory() throws Exception {
    assertThat(admin("kubectl describe node worker-1"))
        .contains(
            "HolderIdentity:  worker-1", "Allocated resources:", "kubelet is posting ready status");
    assertThat(admin("kubectl describe pod -n shop orders-queue-0"))
        .contains("Controlled By:  StatefulSet/orders-queue", "QoS Class:");
    assertThat(admin("kubectl describe deployment -n shop web"))
        .contains("4 desired | 4 updated | 4 total | 4 available", "NewReplicaSet:");
  }

  @Test
  void applyChangesOnlyWhatDiffers() throws Exception {
    manifest("applied");

    assertThat(
            admin(
                """
                kubectl apply --validate=false -f applied.yaml
                kubectl apply --validate=false -f applied.yaml
                sed -i s/web:1/web:2/ applied.yaml
                kubectl apply --validate=false -f applied.yaml
                kubectl get deployment applied -o jsonpath='{.spec.template.spec.containers[0].image}'
                kubectl delete -f applied.yaml
                """))
        .isEqualTo(
            """
            deployment.apps/applied created
            deployment.apps/applied unchanged
            deployment.apps/applied configured
            web:2deployment.apps "applied" deleted
            """);
  }

  @Test
  void serverSideApplyKnowsWhoManagesWhat() throws Exception {
    manifest("managed");
    admin("kubectl apply --validate=false --server-side --field-manager=team-a -f managed.yaml");

    Said conflict =
        attempt(
            """
            sed -i s/web:1/web:2/ managed.yaml
            kubectl apply --validate=false --server-side --field-manager=team-b -f managed.yaml
            """);

    assertThat(conflict.status()).isNotZero();
    assertThat(conflict.text())
        .contains("conflict with \"team-a\"", ".spec.template.spec.containers[name=\"web\"].image");
    admin(
        "kubectl apply --validate=false --server-side --force-conflicts --field-manager=team-b -f managed.yaml");
  }

  @Test
  void rolloutsGoForthAndBack() throws Exception {
    manifest("rolled");

    assertThat(
            admin(
                """
                kubectl apply --validate=false -f rolled.yaml
                kubectl rollout status deployment/rolled --timeout=60s
                kubectl set image deployment/rolled web=web:2
                kubectl rollout status deployment/rolled --timeout=60s
                kubectl rollout history deployment/rolled
                kubectl rollout undo deployment/rolled
                kubectl rollout status deployment/rolled --timeout=60s
                kubectl get deployment rolled -o jsonpath='{.spec.template.spec.containers[0].image}'
                """))
        .contains(
            "deployment \"rolled\" successfully rolled out", "deployment.apps/rolled rolled back")
        .endsWith("web:1");
  }

  @Test
  void workloadsAreScaled() throws Exception {
    manifest("scaled");

    assertThat(
            admin(
                """
                kubectl apply --validate=false -f scaled.yaml
                kubectl scale deployment scaled --replicas=3
                kubectl rollout status deployment/scaled --timeout=60s
                kubectl get pods -l app=scaled -o name | wc -l
                """))
        .endsWith("3\n");
  }

  @Test
  void aNodeIsDrainedAndComesBack() throws Exception {
    assertThat(
            admin(
                "kubectl drain worker-2 --ignore-daemonsets --delete-emptydir-data --timeout=90s"))
        .containsPattern("pod/web-\\S+ evicted");
    assertThat(admin("kubectl get node worker-2")).contains("Ready,SchedulingDisabled");
    assertThat(admin("kubectl get pods -A --field-selector spec.nodeName=worker-2 -o name"))
        .doesNotContain("pod/web-");
    assertThat(admin("kubectl uncordon worker-2")).isEqualTo("node/worker-2 uncordoned\n");
  }

  @Test
  void aBudgetBlocksADrain() throws Exception {
    Said drain =
        attempt("kubectl drain worker-3 --ignore-daemonsets --delete-emptydir-data --timeout=8s");

    assertThat(drain.status()).isNotZero();
    assertThat(drain.text())
        .contains("Cannot evict pod as it would violate the pod's disruption budget.")
        .contains("global timeout reached: 8s");
    admin("kubectl uncordon worker-3");
  }

  @Test
  void cordoningIsSaidOnce() throws Exception {
    assertThat(
            admin(
                """
                kubectl cordon worker-4
                kubectl cordon worker-4
                kubectl uncordon worker-4
                kubectl uncordon worker-4
                """))
        .isEqualTo(
            """
            node/worker-4 cordoned
            node/worker-4 already cordoned
            node/worker-4 uncordoned
            node/worker-4 already uncordoned
            """);
  }

  @Test
  void topShowsUsage() throws Exception {
    assertThat(admin("kubectl top node")).containsPattern("worker-1 +\\d+m +\\d+% +\\d+Mi");
    assertThat(admin("kubectl top pod -n shop")).containsPattern("billing-\\S+ +\\d+m +\\d+Mi");
  }

  @Test
  void logsAreRead() throws Exception {
    assertThat(admin("kubectl logs -n shop debug-shell --tail=2").lines()).hasSize(2);
    Said missing = attempt("kubectl logs -n shop debug-shell -c other");
    assertThat(missing.text()).contains("container other is not valid for pod debug-shell");
  }

  @Test
  void deletedPodsComeBack() throws Exception {
    assertThat(
            admin(
                """
                kubectl delete pod -n shop ledger-0
                for attempt in $(seq 60); do
                  kubectl get pod -n shop ledger-0 >/dev/null 2>&1 && break
                  sleep 0.5
                done
                kubectl wait -n shop --for=condition=Ready pod/ledger-0 --timeout=60s
                """))
        .contains("pod \"ledger-0\" deleted", "pod/ledger-0 condition met");
  }

  @Test
  void permissionsAreKnown() throws Exception {
    Path viewer = cluster.kubeconfig(User.VIEWER);
    assertThat(kubectl.run(viewer, "kubectl auth can-i list nodes 2>/dev/null")).isEqualTo("yes\n");
    assertThat(kubectl.attempt(viewer, "kubectl cordon worker-5").text())
        .contains("cannot patch resource \"nodes\" in API group \"\" at the cluster scope");
  }

  @Test
  void faultsAreInjectedByKubectlToo() throws Exception {
    Files.writeString(home.resolve("fault.json"), "{\"fault\":\"MetricsUnavailable\"}");

    assertThat(
            admin(
                """
                kubectl create --raw /simulator/faults -f fault.json >/dev/null
                kubectl get --raw /simulator/faults
                kubectl delete --raw /simulator/faults >/dev/null
                """))
        .contains("MetricsUnavailable");
  }

  private static void manifest(String name) throws Exception {
    Files.writeString(home.resolve(name + ".yaml"), WEB.replace("NAME", name));
  }

  private static String admin(String script) throws Exception {
    return kubectl.run(cluster.kubeconfig(User.ADMIN), script);
  }

  private static Said attempt(String script) throws Exception {
    return kubectl.attempt(cluster.kubeconfig(User.ADMIN), script);
  }
}
