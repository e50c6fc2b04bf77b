"""Everything a person sees: Qt and nothing else."""
