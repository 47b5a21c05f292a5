"""The pods of a namespace, a new one, its labels and its log, and one that is already there."""

import sys

from kubernetes import ConflictError, Kubernetes

with Kubernetes(base_url=sys.argv[1], bearer_token="Bearer secret") as kubernetes:
    for pod in kubernetes.core_v1.list_namespaced_pod("default", label_selector="app=web", limit=1):
        assert pod.metadata
        assert pod.status
        print(pod.metadata.name, pod.status.phase)

    pod = kubernetes.core_v1.create_namespaced_pod(
        "default",
        metadata={"name": "web-3", "labels": {"app": "web"}},
        spec={"containers": [{"name": "web", "image": "nginx:1.29"}]},
    )
    assert pod.metadata
    print(pod.metadata.name, pod.metadata.creation_timestamp)

    patch = {"metadata": {"labels": {"tier": None}}}
    kubernetes.core_v1.patch_namespaced_pod("default", "web-3", body=patch, content_type="application/merge-patch+json")
    print(kubernetes.core_v1.read_namespaced_pod_log("default", "web-3", tail_lines=2))

    try:
        kubernetes.core_v1.create_namespaced_pod("default", metadata={"name": "web-3"})
    except ConflictError as error:
        print(error.message)
