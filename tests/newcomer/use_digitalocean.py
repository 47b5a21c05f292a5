"""Droplets of all pages, a new one, and one that is gone."""

import sys

from digital_ocean import DigitalOcean, NotFoundError
from digital_ocean.models import DropletsCreateResponseSingleDropletResponse

with DigitalOcean(base_url=sys.argv[1], token="dop_v1") as ocean:
    for droplet in ocean.droplets.list(tag_name="web", per_page=2):
        print(droplet.id, droplet.name, droplet.status)

    created = ocean.droplets.create(
        body={"name": "web-4", "size": "s-1vcpu-1gb", "image": "ubuntu-24-04-x64", "region": "ams3", "tags": ["web"]}
    )
    if isinstance(created, DropletsCreateResponseSingleDropletResponse):
        print(created.droplet.id)

    ocean.droplets.destroy(4)
    try:
        ocean.droplets.get(4)
    except NotFoundError as error:
        print(error.status_code, error.message)
