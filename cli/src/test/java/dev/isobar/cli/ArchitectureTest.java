package dev.isobar.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;

/** What the modules may know of each other. It stands here because this class path holds them all. */
@AnalyzeClasses(packages = "dev.isobar", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule DEPENDENCIES_POINT_DOWN = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("model")
            .definedBy("dev.isobar.model..")
            .layer("proxy")
            .definedBy("dev.isobar.proxy..")
            .layer("cli")
            .definedBy("dev.isobar.cli..")
            .optionalLayer("providers")
            .definedBy("dev.isobar.provider..", "dev.isobar.aws..", "dev.isobar.gcp..", "dev.isobar.azure..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("proxy")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("providers")
            .mayOnlyBeAccessedByLayers("cli")
            .withOptionalLayers(true);

    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("dev.isobar.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CLOUDS_DO_NOT_KNOW_EACH_OTHER = slices().matching("dev.isobar.(aws|gcp|azure)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    /** Otherwise that both agree would only say that we agree with ourselves. */
    @ArchTest
    static final ArchRule INTERPRETERS_SHARE_NOTHING_WITH_TRANSLATORS = noClasses()
            .that()
            .resideInAPackage("dev.isobar.(*).interpret..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.isobar.(*).translate..");

    @ArchTest
    static final ArchRule CLIENTS_OF_CLOUDS_ARE_KNOWN_TO_DRIVERS_AND_EMULATORS = noClasses()
            .that()
            .resideOutsideOfPackages("..driver..", "..emulator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "com.google.cloud..", "com.azure..");

    @ArchTest
    static final ArchRule ONLY_THE_PROXY_KNOWS_NETTY = noClasses()
            .that()
            .resideOutsideOfPackage("dev.isobar.proxy..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_ENDS_THE_PROCESS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.isobar.cli..")
            .should()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.isobar.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace", PrintStream.class);

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_THING_IS = classes()
            .should()
            .haveNameNotMatching(".*(Impl|Manager|Helper|Helpers|Util|Utils)(\\$.*)?")
            .andShould()
            .haveNameNotMatching(".*\\.(Abstract|Base|Default)[A-Z].*");
}
