package dev.binnacle.http.pages;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The metrics, in the text format of Prometheus. */
@WebServlet(name = "metrics", urlPatterns = "/metrics")
public class MetricsPage extends Page {

  private static final long serialVersionUID = 1L;
  private static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  @Inject private transient PrometheusMeterRegistry registry;

  @Override
  void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader("Cache-Control", "no-store");
    send(response, request, MEDIA_TYPE, registry.scrape().getBytes(StandardCharsets.UTF_8));
  }
}
