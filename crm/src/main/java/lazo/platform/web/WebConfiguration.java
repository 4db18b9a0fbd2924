package lazo.platform.web;

import java.util.List;
import lazojte.StaticTemplates;
import lazojte.Templates;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets controllers take a {@link Screen} and answer a {@link Page}. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {
    @Bean
    Messages messages() {
        return Messages.load();
    }

    @Bean
    Assets assets() {
        return Assets.load();
    }

    @Bean
    Templates templates() {
        return new StaticTemplates();
    }

    /** Every module may contribute argument resolvers as beans. */
    @Bean
    WebMvcConfigurer screensAndPages(ObjectProvider<HandlerMethodArgumentResolver> arguments, PageWriter pages) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry interceptors) {
                interceptors.addInterceptor(new NulRefusal()).excludePathPatterns("/error");
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                arguments.orderedStream().forEach(resolvers::add);
            }

            @Override
            public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
                handlers.add(pages);
            }
        };
    }
}
