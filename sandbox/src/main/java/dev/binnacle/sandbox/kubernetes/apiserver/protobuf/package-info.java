/** The little of protobuf that clients insist on. */
package dev.binnacle.sandbox.kubernetes.apiserver.protobuf;
