package dev.isobar.model;

/** The clouds that a model can be placed in. */
public enum Cloud {
    AWS,
    GCP,
    AZURE
}
