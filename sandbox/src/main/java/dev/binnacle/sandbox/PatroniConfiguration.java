package dev.binnacle.sandbox;

import java.nio.file.Path;

/**
 * The configuration file of one member. Passwords and names are letters, digits and dashes, ports
 * are numbers: only the paths need quoting.
 */
record PatroniConfiguration(
    PatroniSettings settings, PatroniMember member, PatroniSecrets secrets, Path home, Path bin) {
  String yaml() {
    return """
    scope: %1$s
    namespace: /binnacle/
    name: %2$s
    restapi:
      listen: 127.0.0.1:%3$d
      connect_address: 127.0.0.1:%3$d
      authentication:
        username: %4$s
        password: %5$s
    etcd3:
      hosts: ['127.0.0.1:%6$d']
    bootstrap:
      dcs:
        ttl: %7$d
        loop_wait: %8$d
        retry_timeout: %9$d
        maximum_lag_on_failover: 1048576
        postgresql:
          use_pg_rewind: true
          use_slots: true
          parameters:
            wal_level: replica
            hot_standby: 'on'
            wal_log_hints: 'on'
            max_connections: 100
            max_wal_senders: 10
            max_replication_slots: 10
            wal_keep_size: 128MB
            shared_buffers: 32MB
            shared_preload_libraries: pg_stat_statements
      initdb:
        - encoding: UTF8
        - locale: C.UTF-8
        - data-checksums
    postgresql:
      listen: 127.0.0.1:%10$d
      connect_address: 127.0.0.1:%10$d
      data_dir: %11$s
      bin_dir: %12$s
      pgpass: %13$s
      remove_data_directory_on_rewind_failure: true
      remove_data_directory_on_diverged_timelines: true
      authentication:
        superuser: {username: %14$s, password: %15$s}
        replication: {username: %16$s, password: %17$s}
      # A socket's path is bound to 107 characters, which a state directory may exceed.
      parameters:
        unix_socket_directories: ''
      pg_hba:
        - host all all 127.0.0.1/32 scram-sha-256
        - host replication %16$s 127.0.0.1/32 scram-sha-256
    """
        .formatted(
            settings.scope(),
            member.name(),
            member.restPort(),
            PatroniSecrets.REST_USER,
            secrets.restPassword(),
            settings.ports().etcdClient(),
            settings.ttl().toSeconds(),
            settings.loopWait().toSeconds(),
            settings.retryTimeout().toSeconds(),
            member.sqlPort(),
            quoted(home.resolve("data")),
            quoted(bin),
            quoted(home.resolve("pgpass")),
            PatroniSecrets.SUPERUSER,
            secrets.superuserPassword(),
            PatroniSecrets.REPLICATION_USER,
            secrets.replicationPassword());
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "''") + "'";
  }
}
