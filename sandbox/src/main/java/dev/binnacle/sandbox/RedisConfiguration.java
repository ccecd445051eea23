package dev.binnacle.sandbox;

/** The configuration file of one server of a Redis Cluster. */
record RedisConfiguration(RedisSettings settings, RedisMember member, RedisSecrets secrets) {

  String text() {
    return """
    bind 127.0.0.1
    %scluster-port %d
    cluster-enabled yes
    cluster-config-file nodes.conf
    cluster-node-timeout %d
    appendonly yes
    appendfsync everysec
    repl-diskless-sync-delay 0
    slowlog-log-slower-than 10000
    daemonize no
    user default off
    user %s on >%s ~* &* +@all
    masteruser %s
    masterauth %s
    """
        .formatted(
            settings
                .tls()
                .map(tls -> tls.configuration(member.port()))
                .orElse("port " + member.port() + "\n"),
            member.busPort(),
            settings.nodeTimeout().toMillis(),
            RedisSecrets.USER,
            secrets.password(),
            RedisSecrets.USER,
            secrets.password());
  }
}
