package dev.binnacle.api;

import dev.binnacle.testing.Answer;
import dev.binnacle.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** Somebody who talks to a server with one token. */
record Session(TestServer server, String token) {

  /** A request to a path below the API's own. */
  HttpRequest.Builder request(String path) {
    return server.anonymous("/api/v1" + path).setHeader("Authorization", "Bearer " + token);
  }

  Answer get(String path) {
    return server.send(request(path));
  }

  Answer post(String path, String json) {
    return server.send(TestServer.json(request(path), "POST", json));
  }

  /** POST with one more header. */
  Answer post(String path, String json, String header, String value) {
    return server.send(TestServer.json(request(path).header(header, value), "POST", json));
  }

  /** PATCH of the version with that ETag. */
  Answer patch(String path, String etag, String json) {
    return server.send(TestServer.json(request(path).header("If-Match", etag), "PATCH", json));
  }

  /** DELETE of the version with that ETag. */
  Answer delete(String path, String etag) {
    return server.send(
        request(path).header("If-Match", etag).method("DELETE", BodyPublishers.noBody()));
  }
}
