"""The open issues of a repository, a new one, and what there is when it is not found."""

import sys

from git_hub import GitHub, NotFoundError

with GitHub(base_url=sys.argv[1], headers={"Authorization": "Bearer secret"}) as github:
    for issue in github.issues.list_for_repo("octocat", "hello-world", state="open", per_page=2):
        labels = [label if isinstance(label, str) else label.name for label in issue.labels]
        print(f"#{issue.number} {issue.title} by {issue.user.login if issue.user else 'nobody'}: {labels}")

    created = github.issues.create("octocat", "hello-world", title="It is slow", labels=["bug"])
    print(f"created #{created.number}, {created.state}, {created.created_at:%d %B %Y}")

    try:
        github.repos.get("octocat", "nowhere")
    except NotFoundError as error:
        print(f"{error.status_code}: {error.message} (request {error.request_id})")
