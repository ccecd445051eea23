package dev.binnacle.client;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** A whole answer. */
record Answer(int status, HttpHeaders headers, byte[] body) {
  static Answer of(HttpResponse<byte[]> answer) {
    return new Answer(answer.statusCode(), answer.headers(), answer.body());
  }
}
