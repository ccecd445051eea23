package dev.binnacle.sandbox.kubernetes.apiserver.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.Manifest;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.MergePatch;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.FieldError;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {
  private static final Map<String, String> SOUND =
      Map.of(
          "Pod",
          "{metadata: {name: web-1}, spec: {containers: [{name: web, image: web}], tolerations: []}}",
          "Deployment",
          """
          metadata: {name: web}
          spec:
            replicas: 2
            selector: {matchLabels: {app: web}}
            template:
              metadata: {labels: {app: web}}
              spec: {containers: [{name: web, image: web}]}
          """,
          "StatefulSet",
          """
          metadata: {name: queue}
          spec:
            serviceName: queue
            selector: {matchLabels: {app: queue}}
            template:
              metadata: {labels: {app: queue}}
              spec: {containers: [{name: queue, image: queue, volumeMounts: [{name: data, mountPath: /data}]}]}
            volumeClaimTemplates: [{metadata: {name: data}}]
          """,
          "Job",
          """
          metadata: {name: report}
          spec:
            template: {spec: {restartPolicy: Never, containers: [{name: report, image: report}]}}
          """,
          "PodDisruptionBudget",
          "{metadata: {name: web}, spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}}",
          "Service",
          "{metadata: {name: web}, spec: {clusterIP: 10.43.0.7, ports: [{port: 80}]}}",
          "Node",
          "{metadata: {name: worker-1.example.com}}",
          "Namespace",
          "{metadata: {name: shop}}",
          "PersistentVolumeClaim",
          """
          metadata: {name: data}
          spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
          """,
          "ConfigMap",
          "{metadata: {name: settings}, data: {a: b}}");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Pod",
        "Deployment",
        "StatefulSet",
        "Job",
        "PodDisruptionBudget",
        "Service",
        "Node",
        "Namespace",
        "PersistentVolumeClaim",
        "ConfigMap"
      })
  void whatIsSoundPasses(String kind) {
    assertThat(Validation.ofNew(type(kind), sound(kind))).isEmpty();
    assertThat(Validation.ofUpdate(type(kind), sound(kind), sound(kind))).isEmpty();
  }

  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Pod                   | {metadata: {name: null}}                                       | metadata.name: Required value: name or generateName is required
          Pod                   | {metadata: {name: Web_1}}                                      | metadata.name: Invalid value: "Web_1": a lowercase RFC 1123 subdomain must
          Namespace             | {metadata: {name: shop.eu}}                                    | metadata.name: Invalid value: "shop.eu": a lowercase RFC 1123 label must
          Service               | {metadata: {name: 1web}}                                       | metadata.name: Invalid value: "1web": a DNS-1035 label must
          Pod                   | {metadata: {labels: {app: "a b"}}}                             | metadata.labels: Invalid value: "a b": a valid label must
          Pod                   | {metadata: {labels: {"a b": x}}}                               | metadata.labels: Invalid value: "a b": name part must
          Pod                   | {spec: {containers: []}}                                       | spec.containers: Required value
          Pod                   | {spec: {containers: [{name: web}]}}                            | spec.containers[0].image: Required value
          Pod                   | {spec: {containers: [{image: web}]}}                           | spec.containers[0].name: Required value
          Pod                   | {spec: {containers: [{name: a, image: x}, {name: a, image: x}]}} | spec.containers[1].name: Duplicate value: "a"
          Pod                   | {spec: {containers: [{name: a, image: x, volumeMounts: [{name: v, mountPath: /v}]}]}} | spec.containers[0].volumeMounts[0].name: Not found: "v"
          Pod                   | {spec: {containers: [{name: a, image: x, ports: [{containerPort: 70000}]}]}} | spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive
          Pod                   | {spec: {containers: [{name: a, image: x, resources: {requests: {cpu: "2"}, limits: {cpu: 500m}}}]}} | spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 500m
          Pod                   | {spec: {restartPolicy: Sometimes}}                             | spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "Never", "OnFailure"
          Deployment            | {spec: {replicas: -1}}                                         | spec.replicas: Invalid value: -1: must be greater than or equal to 0
          Deployment            | {spec: {selector: null}}                                       | spec.selector: Required value
          Deployment            | {spec: {selector: {matchLabels: {app: other}}}}                | spec.template.metadata.labels: Invalid value: map[string]string{"app":"web"}: `selector` does not match template `labels`
          Deployment            | {spec: {template: {spec: {restartPolicy: Never}}}}             | spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"
          Deployment            | {spec: {strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}}} | spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0
          StatefulSet           | {spec: {volumeClaimTemplates: []}}                             | spec.template.spec.containers[0].volumeMounts[0].name: Not found: "data"
          Job                   | {spec: {template: {spec: {restartPolicy: null}}}}              | spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"
          PodDisruptionBudget   | {spec: {maxUnavailable: 1}}                                    | spec: Invalid value: policy.PodDisruptionBudgetSpec{}: minAvailable and maxUnavailable cannot be both set
          PodDisruptionBudget   | {spec: {minAvailable: 120%}}                                   | spec.minAvailable: Invalid value: "120%": must not be greater than 100%
          PodDisruptionBudget   | {spec: {minAvailable: half}}                                   | spec.minAvailable: Invalid value: "half": a valid percent string must
          PodDisruptionBudget   | {spec: {unhealthyPodEvictionPolicy: Maybe}}                    | spec.unhealthyPodEvictionPolicy: Unsupported value: "Maybe": supported values: "AlwaysAllow", "IfHealthyBudget"
          Service               | {spec: {ports: []}}                                            | spec.ports: Required value
          Node                  | {spec: {taints: [{key: a, effect: Never}]}}                    | spec.taints[0].effect: Unsupported value: "Never": supported values: "NoExecute", "NoSchedule", "PreferNoSchedule"
          Node                  | {spec: {taints: [{key: a, effect: NoExecute}, {key: a, effect: NoExecute}]}} | spec.taints[1]: Duplicate value: "a:NoExecute"
          PersistentVolumeClaim | {spec: {accessModes: []}}                                      | spec.accessModes: Required value: at least 1 access mode is required
          ConfigMap             | {data: {"a b": x}}                                             | data[a b]: Invalid value: "a b": a valid config key must
          """)
  void whatIsWrongIsNamed(String kind, String change, String expected) {
    ObjectNode object = MergePatch.apply(sound(kind), Manifest.of(change));

    List<FieldError> errors = Validation.ofNew(type(kind), object);

    assertThat(errors)
        .singleElement()
        .satisfies(error -> assertThat(error.toString()).startsWith(expected));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Deployment            | {spec: {selector: {matchLabels: {app: web, tier: x}}, template: {metadata: {labels: {tier: x}}}}} | spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"web", "tier":"x"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable
          Pod                   | {spec: {hostNetwork: true}}                    | spec: Forbidden: pod updates may not change fields other than
          StatefulSet           | {spec: {serviceName: other}}                   | spec: Forbidden: updates to statefulset spec for fields other than 'replicas'
          Job                   | {spec: {template: {metadata: {labels: {a: b}}}}} | spec.template: Invalid value: core.PodTemplateSpec{}: field is immutable
          Service               | {spec: {clusterIP: 10.43.0.8}}                 | spec.clusterIPs[0]: Invalid value: []string{"10.43.0.8"}: may not change once set
          PersistentVolumeClaim | {spec: {accessModes: [ReadOnlyMany]}}          | spec: Forbidden: spec is immutable after creation except
          """)
  void whatMustNotChangeIsNamed(String kind, String change, String expected) {
    ObjectNode after = MergePatch.apply(sound(kind), Manifest.of(change));

    assertThat(Validation.ofUpdate(type(kind), sound(kind), after))
        .singleElement()
        .satisfies(error -> assertThat(error.toString()).startsWith(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Pod         | {spec: {containers: [{name: web, image: "web:2"}]}}
          Pod         | {spec: {tolerations: [{key: a, operator: Exists}]}}
          Pod         | {metadata: {labels: {a: b}}}
          Deployment  | {spec: {replicas: 5, template: {spec: {containers: [{name: web, image: "web:2"}]}}}}
          StatefulSet | {spec: {replicas: 5}}
          Node        | {spec: {unschedulable: true}}
          """)
  void whatMayChangePasses(String kind, String change) {
    ObjectNode after = MergePatch.apply(sound(kind), Manifest.of(change));

    assertThat(Validation.ofUpdate(type(kind), sound(kind), after)).isEmpty();
  }

  @Test
  void everythingThatIsWrongIsNamed() {
    assertThat(Validation.ofNew(ResourceTypes.PODS, Manifest.of("{metadata: {}, spec: {}}")))
        .extracting(FieldError::field)
        .containsExactly("metadata.name", "spec.containers");
  }

  private static ResourceType type(String kind) {
    return ResourceTypes.of(kind).orElseThrow();
  }

  private static ObjectNode sound(String kind) {
    return Manifest.of(SOUND.get(kind));
  }
}
