package dev.binnacle.platform.kubernetes;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.util.concurrent.Executors;

/** The library's HTTP on the JDK's client and on virtual threads, as everything else here. */
final class VirtualThreadHttp extends JdkHttpClientFactory {

  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    return HttpClient.newBuilder().executor(Executors.newVirtualThreadPerTaskExecutor());
  }
}
