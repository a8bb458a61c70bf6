"""What if one machine is not enough? Draws by the workers of dask, where it is installed; 10 s.

The draws change what the purchases are worth, so that each solves the procurement problem anew.
``Client()`` starts workers on this machine; given the address of a scheduler it uses those of a cluster.
"""

import tempfile
from concurrent.futures import ThreadPoolExecutor

from negotiate import load_scenario
from negotiate.analysis import monte_carlo, ranged_parameters

try:
    from dask.distributed import Client
except ImportError:
    Client = None

scenario = load_scenario("steel-for-beef")
ranges = ranged_parameters(scenario, ["model.trade", "model.parameters", "model.items", "model.value"])


def draw(directory, draws, executor=None):
    """Draw, with chunks kept in a directory that all runs can go on with."""
    return monte_carlo(scenario, ranges, draws=draws, seed=1, checkpoint=directory, executor=executor)


def main():
    with tempfile.TemporaryDirectory() as place:
        if Client is None:
            print("dask.distributed is not installed: two threads of this process do the work.")
            with ThreadPoolExecutor(2) as executor:
                found = draw(f"{place}/pool", 64, executor)
        else:
            print("Two workers of dask.distributed do the work.")
            with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
                found = draw(f"{place}/pool", 64, client.get_executor())
        print(found.survival_table())

        # The chunks are files: this process goes on with them, whoever made them, to the same bytes.
        again = draw(f"{place}/pool", 64)
        print("\nThe same bytes from the files alone:", again.to_json() == found.to_json())


if __name__ == "__main__":
    main()
