package dev.binnacle.sandbox.kubernetes.apiserver.openapi;

import dev.binnacle.sandbox.kubernetes.apiserver.catalog.Catalog;
import dev.binnacle.sandbox.kubernetes.apiserver.protobuf.MessageWriter;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;

/**
 * The OpenAPI v2 document in its protobuf form, with what kubectl looks for before a server-side
 * dry run: that patching a type takes the parameter dryRun. It has no schemas, so clients validate
 * nothing themselves. Sources: kubectl staging/src/k8s.io/kubectl/pkg/util/openapi/dryrun.go, field
 * numbers: google/gnostic openapiv2/OpenAPIv2.proto.
 */
public final class OpenApi {
  /**
   * The media type of the answer. Clients still ask with "v2@v1.0" in it, which is no media type.
   * Source: kube-openapi pkg/handler/handler.go.
   */
  public static final String MEDIA_TYPE =
      "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  private static final int SWAGGER = 1;
  private static final int INFO = 2;
  private static final int PATHS = 8;
  private static final int DEFINITIONS = 9;
  private static final int INFO_TITLE = 1;
  private static final int INFO_VERSION = 2;
  private static final int PATHS_PATH = 2;
  private static final int NAME = 1;
  private static final int VALUE = 2;
  private static final int ITEM_PATCH = 8;
  private static final int OPERATION_PARAMETERS = 8;
  private static final int OPERATION_EXTENSION = 13;
  private static final int PARAMETER = 1;
  private static final int NON_BODY = 2;
  private static final int QUERY = 3;
  private static final int QUERY_IN = 2;
  private static final int QUERY_NAME = 4;
  private static final int ANY_YAML = 2;

  private OpenApi() {}

  /** The document for the types that are served now. */
  public static byte[] protobuf(Catalog catalog) {
    MessageWriter paths = new MessageWriter();
    catalog.types().forEach(type -> paths.message(PATHS_PATH, path(type)));
    return new MessageWriter()
        .text(SWAGGER, "2.0")
        .message(
            INFO,
            new MessageWriter().text(INFO_TITLE, "Kubernetes").text(INFO_VERSION, "v1.33.4+rke2r1"))
        .message(PATHS, paths)
        .message(DEFINITIONS, new MessageWriter())
        .toBytes();
  }

  private static MessageWriter path(ResourceType type) {
    String root = type.group().isEmpty() ? "/api/v1" : "/apis/" + type.apiVersion();
    String scope = type.namespaced() ? "/namespaces/{namespace}" : "";
    MessageWriter patch =
        new MessageWriter()
            .message(OPERATION_PARAMETERS, queryParameter("dryRun"))
            .message(OPERATION_PARAMETERS, queryParameter("fieldManager"))
            .message(OPERATION_EXTENSION, kindOf(type));
    return new MessageWriter()
        .text(NAME, "%s%s/%s/{name}".formatted(root, scope, type.plural()))
        .message(VALUE, new MessageWriter().message(ITEM_PATCH, patch));
  }

  private static MessageWriter queryParameter(String name) {
    MessageWriter parameter = new MessageWriter().text(QUERY_IN, "query").text(QUERY_NAME, name);
    return new MessageWriter()
        .message(
            PARAMETER,
            new MessageWriter().message(NON_BODY, new MessageWriter().message(QUERY, parameter)));
  }

  private static MessageWriter kindOf(ResourceType type) {
    String yaml =
        "group: \"%s\"%nkind: %s%nversion: %s%n"
            .formatted(type.group(), type.kind(), type.version());
    return new MessageWriter()
        .text(NAME, "x-kubernetes-group-version-kind")
        .message(VALUE, new MessageWriter().text(ANY_YAML, yaml));
  }
}
